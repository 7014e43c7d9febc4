// Reporting: what became of every file of an import, on the page and as a table to keep.

import { download, every, save } from "./api.js";
import { button, complain, make, show, tell } from "./elements.js";
import { skipped } from "./previewing.js";

const MOST_SHOWN = 200;

/** The report of an import that has ended. */
export function reporting(place, importing, again) {
  const heading = importing.state === "cancelled" ? "这次导入停在这里" : "导入完了";
  const rows = make("ul", { class: "files" });
  show(
    place,
    make("h2", {}, heading),
    make("p", { class: "count" }, `「${importing.name}」：收进时间轴 ${importing.kept} 个，没有导入 ${importing.skipped} 个。`),
    skipped(importing),
    importing.skipped ? make("h3", {}, "没有导入的") : null,
    rows,
    make(
      "p",
      { class: "acts last" },
      make("a", { class: "button main", href: "#print" }, "去看时间轴"),
      button("存一份清单", () => table(importing)),
      button("再导入一些", again),
    ),
  );
  tell(`${heading}，收进 ${importing.kept} 个`);
  if (importing.skipped) name(rows, importing).catch((error) => complain(error.message));
}

async function name(rows, importing) {
  let count = 0;
  for await (const item of every(`/imports/${importing.id}/items?state=skipped`)) {
    if (item.reason === "note") continue;
    if ((count += 1) > MOST_SHOWN) break;
    rows.append(make("li", {}, make("span", {}, item.path), make("small", {}, item.why)));
  }
  if (count > MOST_SHOWN) rows.append(make("li", {}, `只列了前 ${MOST_SHOWN} 个，清单里有全部的。`));
}

async function table(importing) {
  try {
    save(await download(`/imports/${importing.id}/report.csv`), `导入清单-${importing.name}.csv`);
  } catch (error) {
    complain(error.message);
  }
}
