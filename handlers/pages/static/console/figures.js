// Figures of a place: a table in the tree's own order, bars, and a sheet to take along.

import { download, get, save } from "./api.js";
import { button, complain, make, show } from "./elements.js";
import { placesOf } from "./places.js";

const BY = { regions: "下面的地方", topics: "话题", themes: "活动主题", schools: "学校" };

export function figures(place, offices) {
  const region = make("select", {});
  const by = make("select", {}, ...Object.entries(BY).map(([value, name]) => make("option", { value }, name)));
  const column = make("select", {});
  const table = make("div", { class: "wide-table" });
  const bars = make("img", { class: "bars", alt: "" });
  let last = "";
  let turns = 0;

  const draw = async () => {
    turns += 1;
    const turn = turns;
    complain("");
    const path = `/regions/${region.value}/insight`;
    const found = await get(`${path}?by=${by.value}`);
    if (turn !== turns) return;
    if (last !== by.value) {
      show(column, ...found.columns.map((name, value) => make("option", { value }, name)));
      last = by.value;
    }
    show(table, tableOf(found));
    const picture = await download(`${path}.svg?by=${by.value}&column=${column.value || 0}`);
    if (turn !== turns) return;
    URL.revokeObjectURL(bars.src);
    bars.src = URL.createObjectURL(picture);
    bars.alt = `${found.region} ${found.columns[column.value || 0]}`;
  };
  const safely = (act) => () => act().catch((error) => complain(error.message));

  const take = async () => {
    const sheet = await download(`/regions/${region.value}/insight.csv?by=${by.value}`);
    save(sheet, `${region.selectedOptions[0].textContent} ${BY[by.value]}.csv`);
  };

  const offer = async () => {
    const names = await placesOf(offices);
    show(region, ...names.map((one) => make("option", { value: one.id }, one.name)));
    await draw();
  };

  for (const select of [region, by, column]) select.addEventListener("change", safely(draw));
  const choices = [["地方", region], ["按什么看", by], ["画哪一列", column]].map(([words, select]) =>
    make("label", {}, words, select),
  );
  const csv = button("下载表格（CSV）", safely(take));
  const note = make("p", { class: "help" }, "少于 5 的不显示，也不按多少排先后。");
  show(place, make("div", { class: "choices" }, ...choices, csv), table, bars, note);
  safely(offer)();
  return () => URL.revokeObjectURL(bars.src);
}

function tableOf(found) {
  const row = (kind, name, cells) =>
    make("tr", {}, make(kind, { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell ?? "<5")));
  const head = [found.region, ...found.columns].map((name) => make("th", { scope: "col" }, name));
  const rows = found.rows.map((one) => row("th", one.name, one.figures));
  const sums = found.totals ? [row("th", "合计", found.totals)] : [];
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows, ...sums));
}
