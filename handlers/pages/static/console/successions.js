// Successions (换户主): who asks to take a family over, the paper that was seen, and the two weeks.

import { call, get } from "./api.js";
import { askAgain } from "./asking.js";
import { button, make, show, tell } from "./elements.js";
import { safely } from "./safely.js";
import { day, since } from "./words.js";

const MOST_WORDS = 60;

/** The task at a place of the page; returns what ends it. */
export function successions(place) {
  const rows = make("ul", { class: "rows" });
  show(place, make("h2", {}, "换户主"), make("p", { class: "soft" }, HOW), rows);
  const draw = async () => {
    const { items } = await get("/successions");
    show(rows, ...(items.length ? items.map(row) : [make("li", {}, "现在没有申请。")]));
  };
  const act = (one, path, body, words) =>
    safely(async () => {
      await call("POST", `/successions/${one.id}/${path}`, body);
      tell(words);
      await draw();
    }, draw);
  const row = (one) => {
    const acts = make("div", { class: "acts" });
    const decline = () =>
      askAgain(acts, "申请就结束了，户主不变；家里的管理人会收到消息。", "不办", () =>
        act(one, "refusal", undefined, "不办了"),
      );
    const waits = one.state === "asked";
    show(acts, ...(waits ? approving(one, acts) : []), button(waits ? "不办" : "停下来", decline));
    return make("li", {}, who(one), make("span", { class: "badge" }, standing(one)), acts);
  };
  const approving = (one, acts) => {
    const reference = make("input", { maxlength: MOST_WORDS, placeholder: "死亡证明核验 2026-12" });
    const approve = () =>
      askAgain(acts, "两周以后生效。在那以前，原来的户主点一下就停。", "核对过了", () =>
        act(one, "approval", { reference: reference.value.trim() }, "两周以后生效"),
      );
    const label = make("label", {}, "核对了什么材料（不写姓名和号码）", reference);
    return [label, button("核对过了", approve, "main")];
  };
  safely(draw);
  return () => {};
}

const HOW =
  "请申请人当面打开手机上「接手这个家」那一页，对一对户号，再看材料原件。这里不写姓名和证件号码，材料不留复印件。";

const who = (one) =>
  make(
    "div",
    {},
    make("strong", {}, `${one.household} · ${one.relation}申请接手`),
    make("div", { class: "soft" }, [one.region, `${day(one.asked_at)}申请`, one.reference].filter(Boolean).join("，")),
  );

const standing = (one) =>
  one.state === "asked" ? `等了 ${since(one.asked_at)}` : `${day(one.due_at)}生效`;
