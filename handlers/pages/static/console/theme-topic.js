// A theme or a topic: a line of the list, said otherwise or ended where it stands.

import { call, get } from "./api.js";
import { askAgain } from "./asking.js";
import { button, make, show, tell } from "./elements.js";
import { safely } from "./safely.js";
import { themeTopicForm } from "./theme-topic-form.js";
import { CHECKED, dateIn, day } from "./words.js";

export function themeTopic(kind, listed) {
  const path = `${kind.path}/${listed.id}`;
  const row = make("li", { tabindex: "-1" });

  const draw = (one) =>
    show(row, said(kind, one), make("span", { class: "badge" }, standing(kind, one)), actsOf(one));
  const turnTo = (one, words) => {
    draw(one);
    row.focus();
    tell(words);
  };

  const actsOf = (one) => {
    if (one.closed) return null;
    const acts = make("div", { class: "acts" });
    const look = () => safely(async () => turnTo(await get(path), "看过了"));
    const end = () => askAgain(acts, kind.warning, kind.end, () => safely(close));
    show(
      acts,
      one.standing === "pending" ? button("看看检查好了没有", look) : null,
      button("改一改", () => change(one)),
      isOver(one) ? null : button(kind.end, end),
    );
    return acts;
  };
  const close = async () => {
    await call("DELETE", path);
    turnTo(await get(path), kind.closed);
  };
  const change = (one) => {
    const send = async (words) => turnTo(await call("PUT", path, words), "改好了");
    const back = () => turnTo(one, "没有改");
    show(row, said(kind, one), themeTopicForm(kind, one, "保存", send, back));
    row.querySelector("input, textarea").focus();
  };

  draw(listed);
  return row;
}

const said = (kind, one) =>
  make(
    "div",
    {},
    make("strong", {}, one.title),
    make("div", { class: "soft" }, [`${day(one.since)}到${day(one.until)}`, kind.joined(one)].filter(Boolean).join("，")),
    one.words && make("p", { class: "said" }, one.words),
  );

function standing(kind, one) {
  if (one.closed) return kind.closed;
  if (one.standing in CHECKED) return CHECKED[one.standing];
  if (one.open) return "正在进行";
  return isOver(one) ? "已经结束" : "还没开始";
}

const isOver = (one) => one.until < dateIn(0);
