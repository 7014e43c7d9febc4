// Session: the picture to scan, its countdown, and waiting for the phone's yes.

import { Refused, call, exchange, remember } from "./api.js";
import { button, byId, complain, make, pause, show, tell } from "./elements.js";

const ASK_EVERY = 1.5;

/** Show the code until a phone has let this browser in; the token is kept then. */
export async function signIn() {
  for (;;) {
    if (await once()) return;
    byId("left").textContent = "";
    await new Promise((renewed) => {
      const renew = button("换一个新的码", renewed, "main");
      show(byId("code"), make("p", { class: "over" }, renew));
      renew.focus();
    });
  }
}

async function once() {
  let desk;
  try {
    desk = await call("POST", "/desk-sign-ins");
  } catch (error) {
    state(error.message);
    return false;
  }
  const alt = "登录用的小程序码，请用微信扫";
  const src = `/api/v1/desk-sign-ins/${desk.code}/picture.jpg`;
  show(byId("code"), make("img", { src, alt, width: 430, height: 430 }));
  state("打开微信，扫一扫这个码");
  complain("");
  return waited(desk);
}

async function waited(desk) {
  const ends = Date.parse(desk.expires_at);
  for (let said = "waiting"; ; ) {
    count(ends);
    await pause(ASK_EVERY);
    const reply = await asked(desk);
    if (!reply) {
      state("这个码过期了");
      return false;
    }
    if (reply.status === 201) {
      remember(reply.body.token);
      tell("登录好了");
      return true;
    }
    if (reply.body?.state === "refused") {
      state("手机上没有同意");
      return false;
    }
    if (reply.body && reply.body.state !== said) {
      said = reply.body.state;
      state("扫到了，请在手机上点「同意登录」");
    }
  }
}

/** Null once the code is over; a lost network is waited for. */
async function asked(desk) {
  try {
    return await exchange("POST", `/desk-sign-ins/${desk.id}/session`, { secret: desk.secret });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    return { status: 0, body: null };
  }
}

function state(words) {
  byId("scan-state").textContent = words;
  tell(words);
}

function count(ends) {
  const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
  byId("left").textContent = left ? `还有 ${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")}` : "";
}
