// The parts of a donation's card: how far it is, what its owner lets be published, and the facts.

import { make } from "./elements.js";
import { DONATED, PUBLISHED, day } from "./words.js";

export const badgeOf = (one) =>
  make("span", { class: "badge" }, one.arriving ? "正在做复制件" : (DONATED[one.state] ?? one.state));

/** The way from the offer to the number, with the day of each step that was taken. */
export function steps(one) {
  const decided = one.state === "declined" ? "婉拒" : "鉴定";
  const way = [
    ["提出", one.offered_at],
    [decided, one.decided_at],
    ["签协议", one.signed_at],
    ["入馆", one.accessioned_at],
  ];
  const taken = one.state === "declined" ? way.slice(0, 2) : way;
  const next = taken.findIndex(([, moment]) => !moment);
  const step = ([name, moment], place) =>
    make(
      "li",
      { "aria-current": place === next && "step" },
      make("strong", {}, name),
      make("span", { class: "soft" }, moment ? day(moment) : "还没有"),
    );
  return make("ol", { class: "steps" }, ...taken.map(step));
}

/** What the owner lets be done with it today: nobody may overlook a no. */
export function veto(one) {
  if (one.state === "declined") return null;
  const open = one.publishable !== "never";
  return make(
    "div",
    { class: open ? "veto open" : "veto", role: "note" },
    make("strong", {}, open ? PUBLISHED[one.publishable] : refused(one)),
    ...reasons(one).map((words) => make("p", {}, words)),
  );
}

const refused = (one) =>
  one.signed_at && one.publication === "never"
    ? "捐赠人不让公布，也不让展出"
    : "现在不能公布，也不能展出";

function reasons(one) {
  if (!one.signed_at) return ["还没有签协议。"];
  return [
    !one.accessioned_at && "还没有登记入馆。",
    one.closed_until && `协议上写着：${day(one.closed_until)}以前不开放。`,
    one.publication !== one.publishable && `捐赠人的意见：${PUBLISHED[one.publication]}`,
    one.named ? "可以写捐赠人的名字。" : "不能写捐赠人的名字。",
    "捐赠人随时可以改得更严，每次要用以前都来看一看这里。",
  ].filter(Boolean);
}

export function* facts(one) {
  const lines = [
    ["捐给", one.archive],
    ["馆藏号", one.accession],
    ["家长说", one.words],
    [one.mine ? "你回复的" : "馆里回复的", one.appraisal],
    ["在等什么", WAITING[one.arriving ? "arriving" : one.state]],
  ];
  for (const [name, words] of lines) {
    if (words) yield* [make("dt", {}, name), make("dd", {}, words)];
  }
}

const WAITING = {
  offered: "等馆里看一看，回复家长",
  wanted: "等捐赠人在手机上看协议、选怎么公布、签字",
  signed: "协议签好了，等馆里登记入馆",
  arriving: "正在做馆里自己的复制件，做好了就有馆藏号",
};
