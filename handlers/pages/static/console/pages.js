// Pages: a list that grows by a page at a time, for as long as there is more.

import { fromCursor, get } from "./api.js";
import { button, complain, make, show, tell } from "./elements.js";

/** A list of `row(item)`; `draw(path)` begins anew and gives its first page. */
export function pages(row, nothing) {
  const rows = make("ul", { class: "rows" });
  const more = make("p", { class: "more" });
  let last = 0;

  const draw = async (path, cursor = "") => {
    last += 1;
    const turn = last;
    const page = await get(fromCursor(path, cursor));
    if (turn !== last) return null;
    const drawn = page.items.map(row);
    if (cursor) rows.append(...drawn);
    else show(rows, ...(drawn.length ? drawn : [make("li", {}, nothing)]));
    show(more, page.next ? button("再看后面的", () => further(path, page.next)) : null);
    if (cursor) turnTo(drawn[0]);
    tell(`列出了 ${rows.querySelectorAll(":scope > li").length} 条`);
    return page;
  };
  const turnTo = (first) => {
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  };
  const further = (path, cursor) => {
    complain("");
    return draw(path, cursor).catch((error) => complain(error.message));
  };
  return { parts: [rows, more], draw };
}
