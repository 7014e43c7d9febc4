// The console: staff who have been let in choose one of the tasks that their offices bring.

import { call, every, forget, get, isSignedIn } from "./api.js";
import { appointments } from "./appointments.js";
import { byId, complain, make, show, tell } from "./elements.js";
import { disputes } from "./disputes.js";
import { ARCHIVED, donations } from "./donations.js";
import { featuring } from "./featuring.js";
import { figures } from "./figures.js";
import { grants } from "./grants.js";
import { households } from "./households.js";
import { themes, topics } from "./themes-topics.js";
import { reviewing } from "./reviewing.js";
import { restricting } from "./restricting.js";
import { schools } from "./schools.js";
import { signIn } from "./session.js";
import { successions } from "./successions.js";
import { look, number } from "./waiting.js";

const TASKS = [
  { name: "review", words: "待看", offices: ["moderator"], waits: "reviews", open: reviewing },
  { name: "restrict", words: "限制", offices: ["moderator"], open: restricting },
  { name: "feature", words: "精选", offices: ["curator", "archivist"], waits: "featurings", open: featuring },
  { name: "themes", words: "主题", offices: ["archivist"], levels: ARCHIVED, open: themes },
  { name: "topics", words: "话题", offices: ["curator", "archivist"], levels: ARCHIVED, open: topics },
  { name: "figures", words: "数据", offices: ["archivist"], open: figures },
  { name: "donations", words: "接收捐赠", offices: ["archivist"], levels: ARCHIVED, waits: "donations", open: donations },
  { name: "successions", words: "换户主", offices: ["archivist"], levels: ARCHIVED, waits: "successions", open: successions },
  { name: "disputes", words: "家里的分歧", offices: ["archivist"], levels: ARCHIVED, waits: "disputes", open: disputes },
  { name: "grants", words: "查阅档案", offices: ["archivist"], waits: "grants", open: grants },
  { name: "households", words: "家庭建档情况", offices: ["archivist"], open: households },
  { name: "schools", words: "学校", offices: ["archivist"], levels: ARCHIVED, open: schools },
  { name: "appointments", words: "任职", offices: ["archivist"], levels: ARCHIVED, open: appointments },
];

let offices = [];
let leave = () => {};

async function enter() {
  byId("sign-in").hidden = isSignedIn();
  byId("work").hidden = true;
  byId("who").hidden = true;
  if (!isSignedIn()) await signIn();
  const account = await get("/account");
  offices = [];
  for await (const held of every("/appointments")) {
    if (held.mine) offices.push({ ...held, place: await get(`/regions/${held.region_id}`) });
  }
  byId("sign-in").hidden = true;
  byId("work").hidden = false;
  byId("who").hidden = false;
  byId("nickname").textContent = account.nickname || "已登录";
  open();
}

const brings = (held, task) =>
  task.offices.includes(held.office) && (task.levels ?? [held.place.level]).includes(held.place.level);

const bringing = (task) => offices.filter((held) => brings(held, task));

const mine = () => TASKS.filter((task) => bringing(task).length);

function open() {
  leave();
  const tasks = mine();
  const [name, of] = location.hash.slice(1).split("/");
  const task = tasks.find((one) => one.name === name) ?? tasks[0];
  byId("nothing").hidden = tasks.length > 0;
  byId("tasks").hidden = tasks.length < 2;
  const links = tasks.map((one) =>
    make(
      "a",
      { href: `#${one.name}`, "aria-current": one === task && "page" },
      one.words,
      ...(one.waits ? [" ", number(one.waits)] : []),
    ),
  );
  show(byId("tasks"), ...links);
  complain("");
  show(byId("task"));
  leave = task?.open(byId("task"), bringing(task), of) ?? (() => {});
  look();
}

byId("sign-out").addEventListener("click", async () => {
  await call("DELETE", "/sessions/current").catch(() => null);
  forget();
  location.reload();
});
window.addEventListener("hashchange", open);
window.addEventListener("signed-out", () => {
  leave();
  leave = () => {};
  tell("登录过期了，请再扫一次");
  run();
});

function run() {
  enter().catch((error) => {
    if (isSignedIn()) complain(error.message);
  });
}

run();
