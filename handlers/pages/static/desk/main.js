// The desk page: whoever has been let in chooses a family and a child, and one of three tasks.

import { call, forget, get, isSignedIn } from "./api.js";
import { byId, complain, make, show, tell } from "./elements.js";
import { importing } from "./importing.js";
import { signIn } from "./session.js";
import { downloading } from "./downloading.js";
import { printing } from "./printing.js";

const TASKS = { import: importing, download: downloading, print: printing };
const OWN = "";

let account = null;
let children = [];
let leave = () => true;
let opened = {};

async function enter() {
  byId("sign-in").hidden = isSignedIn();
  byId("desk").hidden = true;
  byId("who").hidden = true;
  if (!isSignedIn()) await signIn();
  [account, { items: children }] = await Promise.all([get("/account"), get("/students")]);
  byId("sign-in").hidden = true;
  byId("desk").hidden = false;
  byId("who").hidden = false;
  byId("nickname").textContent = account.nickname || "已登录";
  offerFamilies();
  open();
}

function offerFamilies() {
  const homes = account.families.map((one) => make("option", { value: one.id }, one.name));
  show(byId("family"), homes);
  byId("nothing").hidden = homes.length > 0;
  byId("picker").hidden = homes.length === 0;
  offerChildren();
}

function offerChildren() {
  const here = children.filter((child) => child.family_id === byId("family").value);
  const options = here.map((child) => make("option", { value: child.id }, child.nickname));
  show(byId("child"), options, make("option", { value: OWN }, "家里的（不分孩子）"));
}

/** Whose archive it is about. */
function home() {
  const family = account.families.find((one) => one.id === byId("family").value);
  const child = children.find((one) => one.id === byId("child").value) ?? null;
  const path = child ? `/students/${child.id}` : `/families/${family?.id}`;
  return { family, child, path, name: child ? child.nickname : (family?.name ?? "") };
}

function open() {
  const task = location.hash.slice(1) in TASKS ? location.hash.slice(1) : "import";
  for (const link of document.querySelectorAll("#tasks a")) {
    if (link.hash === `#${task}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  complain("");
  opened = { hash: `#${task}`, family: byId("family").value, child: byId("child").value };
  leave = (home().family && TASKS[task](byId("task"), home())) || (() => true);
}

/** Something else was chosen; whoever would rather stay finds all as it was. */
function change() {
  if (leave()) {
    open();
    return;
  }
  history.replaceState(null, "", opened.hash);
  byId("family").value = opened.family;
  offerChildren();
  byId("child").value = opened.child;
}

async function signOut() {
  if (!leave()) return;
  await call("DELETE", "/sessions/current").catch(() => null);
  forget();
  location.reload();
}

byId("family").addEventListener("change", () => {
  offerChildren();
  change();
});
byId("child").addEventListener("change", change);
byId("sign-out").addEventListener("click", signOut);
window.addEventListener("hashchange", change);
window.addEventListener("signed-out", () => {
  tell("登录过期了，请再扫一次");
  leave(true);
  run();
});

function run() {
  enter().catch((error) => {
    if (isSignedIn()) complain(error.message);
  });
}

run();
