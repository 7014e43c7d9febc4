// An appointment (任职): who holds it or is still to accept it, the code to hand over, and its end.

import { call } from "./api.js";
import { askAgain } from "./asking.js";
import { button, complain, make, show, tell } from "./elements.js";
import { form, line } from "./filling.js";
import { safely } from "./safely.js";
import { day } from "./words.js";

const MOST_NAME = 16;

/** What this tab has offered, by id: the API tells each code once. */
const offers = new Map();
window.addEventListener("signed-out", () => offers.clear());

/** A form that offers the office of `draft()`; `again` draws the list, with the offer's id. */
export function offering(fields, draft, again) {
  const name = line("姓名，或者怎么称呼", "name", { maxlength: MOST_NAME });
  const send = async () => {
    const offer = await call("POST", "/appointments", { ...draft(), name: name.value() });
    offers.set(offer.id, offer);
    name.clear();
    tell(`任命了${offer.name}，请把码交给本人`);
    await again(offer.id);
  };
  return form([...fields, name], "任命", send);
}

/** The line of one; `said` is what else it is about, and `again` draws the list once it has ended. */
export function appointed(one, said, again) {
  const acts = make("div", { class: "acts" });
  const { press, asks, yes, done } = one.since ? ENDING : WITHDRAWING;
  const end = () =>
    safely(async () => {
      await call("DELETE", `/appointments/${one.id}`);
      tell(done);
      await again();
    });
  const ask = () => askAgain(acts, asks, yes, end);
  show(acts, button(press, ask, "", { "aria-label": `${press}：${one.name}` }));
  const more = [said, one.since && `${day(one.since)}起`].filter(Boolean).join("，");
  return make(
    "li",
    { id: one.id, tabindex: "-1" },
    make("div", {}, make("strong", {}, one.name), more ? make("div", { class: "soft" }, more) : null),
    make("span", { class: "badge" }, one.since ? "在任" : "还没接受"),
    !one.since && offers.has(one.id) ? handing(offers.get(one.id)) : null,
    acts,
  );
}

const ENDING = {
  press: "结束任职",
  asks: "马上就不担任了。以后要再担任，得重新任命。",
  yes: "结束",
  done: "结束了",
};
const WITHDRAWING = {
  press: "撤回",
  asks: "给出去的码就不能用了。要再任命，会有一个新的码。",
  yes: "撤回",
  done: "撤回了",
};

const handing = ({ name, code, expires_at: until }) =>
  make(
    "div",
    { class: "looked handed" },
    make("p", {}, `请把这个码交给${name}本人，不要发到群里：谁先填，职务就是谁的。`),
    make("p", {}, make("code", {}, code), button("复制", () => copy(code))),
    make("p", { class: "soft" }, `${WHERE}${day(until)}以前有效。${ONCE}`),
  );

const WHERE = "填的地方：小程序「家档」→「我的」→「家档是什么」→「我收到了任职的码」。";
const ONCE = "刷新或者关掉这一页，码就看不到了；没记下来就撤回，再任命一次。";

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code);
    tell("复制好了");
  } catch {
    complain("没有复制成功，请选中这个码再复制");
  }
}
