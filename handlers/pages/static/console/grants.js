// Grants (查阅档案): who asks to look into a child's archive, who allows it, and until when.

import { call, every } from "./api.js";
import { askAgain } from "./asking.js";
import { ARCHIVED } from "./donations.js";
import { button, complain, make, show, tell } from "./elements.js";
import { grantForm } from "./grant-form.js";
import { inspection } from "./inspections.js";
import { safely } from "./safely.js";
import { lasting, minute, since } from "./words.js";

const DAY = 24 * 60 * 60 * 1000;
const UNDECIDED_FOR = 7 * DAY;
/** Whatever is older has lapsed, or was approved within its days and has ended within hours. */
const SHOWN_FOR = 8 * DAY;

/** The list, or the archive that one of them opens; returns what ends it. */
export function grants(place, offices, id) {
  return id ? opened(place, id) : listed(place, offices);
}

async function recent() {
  const found = [];
  for await (const one of every("/access-grants")) {
    if (ageOf(one) > SHOWN_FOR) break;
    found.push(one);
  }
  return found;
}

function opened(place, id) {
  let leave = () => {};
  let over = false;
  const open = async () => {
    const one = (await recent()).find((grant) => grant.id === id);
    if (over) return;
    if (one?.mine && isOpen(one)) leave = inspection(place, one, whom(one));
    else show(place, make("p", { class: "back" }, BACK()), make("p", {}, "现在不能看：还没有同意，或者时间到了。"));
  };
  open().catch((error) => complain(error.message));
  return () => {
    over = true;
    leave();
  };
}

function listed(place, held) {
  const heading = make("h2", { tabindex: "-1" }, "查阅档案");
  const lists = make("div", { class: "task" });
  const decides = held.some((one) => ARCHIVED.includes(one.place.level));
  const draw = async () => {
    const found = await recent();
    const theirs = found.filter((one) => !one.mine);
    show(
      lists,
      ...(decides ? section("同事申请的", theirs, asDecider, "现在没有要你决定的。") : []),
      ...section("我申请的", found.filter((one) => one.mine), asAsker, "最近八天没有申请过。"),
    );
  };
  const drawAnew = async () => {
    await draw();
    heading.focus();
  };
  const decide = (one, path, words) =>
    safely(async () => {
      await call("POST", `/access-grants/${one.id}/${path}`);
      tell(words);
      await drawAnew();
    }, drawAnew);
  const asDecider = (one) => {
    const acts = make("div", { class: "acts" });
    const approve = () =>
      askAgain(acts, `从现在起，申请的人能看 ${lasting(one.minutes)}。看一次记一次，家长查得到。`, "同意", () =>
        decide(one, "approval", "同意了"),
      );
    const refuse = () =>
      askAgain(acts, "这次申请就结束了；还要看的话，得重新申请。", "不同意", () =>
        decide(one, "refusal", "没有同意"),
      );
    show(acts, button("同意", approve, "main"), button("不同意", refuse));
    return row(one, one.state === "asked" ? acts : null);
  };
  const asAsker = (one) => row(one, whatFollows(one, drawAnew));
  const form = grantForm(held, drawAnew);
  show(place, heading, make("p", { class: "soft" }, HOW), form, lists);
  draw().catch((error) => complain(error.message));
  return () => {};
}

const HOW =
  "看一个孩子的档案，要写清楚为什么，再由区里或市里的另一位同事同意，到时间就关上。看一次记一次，家长查得到。自己家的孩子，请同事来办。";

/** The way back to the list. */
const BACK = () => make("a", { class: "button", href: "#grants" }, "回到清单");

const section = (title, found, drawn, nothing) => [
  make("h2", {}, title),
  make("ul", { class: "rows" }, ...(found.length ? found.map(drawn) : [make("li", {}, nothing)])),
];

const row = (one, acts) =>
  make(
    "li",
    {},
    make("div", {}, make("strong", {}, whom(one)), make("div", { class: "soft" }, said(one))),
    make("span", { class: "badge" }, standing(one)),
    make("p", { class: "said" }, one.words),
    acts,
  );

function whatFollows(one, look) {
  const again = () => look().catch((error) => complain(error.message));
  if (isOpen(one)) return make("div", { class: "acts" }, make("a", { class: "button main", href: `#grants/${one.id}` }, "打开看"));
  if (waits(one)) return make("div", { class: "acts" }, button("看看同意了没有", again));
  return null;
}

const ageOf = (one) => Date.now() - Date.parse(one.asked_at);
const waits = (one) => one.state === "asked" && ageOf(one) <= UNDECIDED_FOR;
const isOpen = (one) => one.state === "approved" && Date.now() < Date.parse(one.expires_at);

function whom({ child }) {
  if (!child) return "已经不归申请的地方管了";
  return child.children > 1 ? `${child.household} · ${child.children} 个孩子里的第 ${child.place} 个` : child.household;
}

const said = (one) => `${one.region} ${one.asked_by}，${one.reason_words}，要看 ${lasting(one.minutes)}`;

function standing(one) {
  if (one.state === "refused") return "没有同意";
  if (one.state === "approved") return isOpen(one) ? `看到 ${minute(one.expires_at)}` : "时间到了";
  return waits(one) ? `等了 ${since(one.asked_at)}` : "七天没有人定，作废了";
}
