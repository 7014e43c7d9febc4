// Disputes (家里的分歧): in which households the guardians disagree, and that they no longer do.

import { call, get } from "./api.js";
import { askAgain } from "./asking.js";
import { button, make, show, tell } from "./elements.js";
import { safely } from "./safely.js";
import { day, since } from "./words.js";

/** The task at a place of the page; returns what ends it. */
export function disputes(place) {
  const heading = make("h2", { tabindex: "-1" }, "家里的分歧");
  const rows = make("ul", { class: "rows" });
  show(place, heading, make("p", { class: "soft" }, HOW), rows);
  const draw = async () => {
    const { items } = await get("/disputes");
    show(rows, ...(items.length ? items.map(row) : [make("li", {}, "现在没有要调解的分歧。")]));
  };
  const drawAnew = async () => {
    await draw();
    heading.focus();
  };
  const settle = (one) =>
    safely(async () => {
      await call("POST", `/disputes/${one.id}/settlement`);
      tell("分歧结束了");
      await drawAnew();
    }, drawAnew);
  const row = (one) => {
    const acts = make("div", { class: "acts" });
    const press = () =>
      askAgain(acts, "这个家又可以分享、可以删除了，家里的管理人都会收到消息。不能再改回来。", "调解好了", () =>
        settle(one),
      );
    show(acts, button("调解好了", press, "main"));
    return make("li", {}, who(one), make("span", { class: "badge" }, `等了 ${since(one.opened_at)}`), acts);
  };
  safely(draw);
  return () => {};
}

const HOW =
  "这些家的管理人意见不合，新的内容不能给家里以外的人看，也不能删除。请按户号联系这个家；都说好了，再点「调解好了」。谁提出的、为了什么，这里看不到。";

const who = (one) =>
  make(
    "div",
    {},
    make("strong", {}, one.household),
    make("div", { class: "soft" }, `${one.region}，${day(one.opened_at)}提出`),
  );
