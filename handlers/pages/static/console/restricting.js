// Restrictions that hold now, and lifting one.

import { call, every } from "./api.js";
import { button, complain, make, show, tell } from "./elements.js";
import { RESTRICTED, day } from "./words.js";

export function restricting(place) {
  const rows = make("ul", { class: "rows" });
  show(place, make("h2", {}, "现在有限制的"), rows);
  const draw = async () => {
    const found = [];
    for await (const one of every("/restrictions")) found.push(row(one, draw));
    show(rows, ...(found.length ? found : [make("li", {}, "没有正在限制的人和家。")]));
  };
  draw().catch((error) => complain(error.message));
  return () => {};
}

const row = (one, draw) =>
  make(
    "li",
    {},
    make(
      "div",
      {},
      make("strong", {}, `不能${RESTRICTED[one.what] ?? one.what}`),
      make("div", { class: "soft" }, `${one.reason}，到 ${day(one.until)}`),
    ),
    button("解除", async () => {
      try {
        await call("DELETE", `/restrictions/${one.id}`);
        tell("解除了");
        await draw();
      } catch (error) {
        complain(error.message);
      }
    }),
  );
