// Previewing: what an import would do, and the days that only people know.

import { call } from "./api.js";
import { button, complain, make, show, size, tell } from "./elements.js";

const SEASONS = [["", "不记得"], ["21", "春天"], ["22", "夏天"], ["23", "秋天"], ["24", "冬天"]];
const MONTHS = Array.from({ length: 12 }, (_, n) => [`${n + 1}`.padStart(2, "0"), `${n + 1}月`]);
const OUTERMOST = "（最外面一层）";
const IN_A_NAME = /(?<!\d)((?:19|20)\d{2})(?:[年.\-_]?(1[0-2]|0?[1-9])(?:月|(?!\d)))?/;
const SHOWS = /\.(jpe?g|png|webp|gif|avif)$/i;

/**
 * The preview of `importing`; `files` are here unless it was opened again. `memory` holds from one
 * look to the next which years are open and where somebody was at.
 */
export function previewing(place, importing, files, memory, { changed, start, cancel }) {
  const unsaved = new Map();
  const tells = (said) => call("PUT", `/imports/${importing.id}/groups`, said);
  const choose = async (said) => {
    memory.at = keyOf(said.day ?? "", said.folder ?? "");
    try {
      await tells(said);
      await changed();
    } catch (error) {
      complain(error.message);
    }
  };
  const go = async () => {
    for (const [folder, form] of unsaved) {
      if (!form.isConnected || !form.reportValidity()) continue;
      await tells({ folder, taken: form.answer() });
    }
    await start();
  };
  const { found, folders, days } = importing;
  const more = { id: "start", disabled: !found };
  show(
    place,
    make("h2", {}, `「${importing.name}」里有什么`),
    tiles(importing),
    skipped(importing),
    folders.length ? undated(folders, files, choose, unsaved) : null,
    days.length ? byDay(days, choose, memory.open) : null,
    make("p", { class: "acts last" }, button(`开始导入 ${found} 个文件`, busy(go), "main", more), button("不导入了", busy(cancel))),
    make("p", { class: "soft" }, "收进去的只有家里人看得到，以后可以一条一条改。"),
  );
  tell(`可以导入 ${found} 个，跳过 ${importing.skipped} 个`);
  place.querySelector(`[data-key="${CSS.escape(memory.at)}"] :is(input, button)`)?.focus();
}

const keyOf = (day, folder) => (day ? `day ${day}` : `folder ${folder}`);

/** A button that is pressed once at a time. */
function busy(act) {
  return async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    try {
      await act();
    } catch (error) {
      complain(error.message);
      pressed.disabled = false;
    }
  };
}

function tiles(importing) {
  const days = importing.days.filter((day) => day.going).length;
  const undated = importing.folders.reduce((sum, one) => sum + (one.taken ? 0 : one.going), 0);
  const tile = (number, words) => make("div", {}, make("strong", {}, `${number}`), make("span", {}, words));
  return make(
    "div",
    { class: "tiles" },
    tile(importing.found, `个要导入，${size(importing.found_bytes)}`),
    tile(days, "个日子"),
    tile(undated, "个不知道是哪天"),
    tile(importing.skipped, "个跳过"),
  );
}

export function skipped(importing) {
  if (!importing.reasons.length) return null;
  const rows = importing.reasons.map((one) =>
    make("li", {}, make("span", {}, one.words), make("strong", {}, `${one.files} 个`)),
  );
  return make("ul", { class: "reasons", "aria-label": "跳过的原因" }, rows);
}

function undated(groups, files, choose, unsaved) {
  const intro = groups.some((group) => !group.taken && group.going)
    ? "这些文件里没有日期。记得大概哪年就行，「约1986年夏」也可以；不记得就空着，以后再补。"
    : "这些日子是你说的。";
  return make(
    "section",
    { class: "folders" },
    make("h3", {}, "什么时候拍的？"),
    make("p", { class: "soft" }, intro),
    make("ul", {}, groups.map((group) => folder(group, files, choose, unsaved))),
  );
}

function folder(group, files, choose, unsaved) {
  const out = group.going === 0;
  const state = out ? "不导入" : group.taken ? group.when : "日期待补";
  const head = make(
    "div",
    { class: "told" },
    make("strong", {}, group.folder || OUTERMOST),
    make("small", {}, `${group.files} 个文件 · ${state}${alongside(group)}`),
  );
  const leaving = button(out ? "还是导入" : "这些不导入", () => choose({ folder: group.folder, skipped: !out }));
  const acts = out ? (group.chosen ? leaving : null) : asking(group, choose, leaving, unsaved);
  const key = keyOf("", group.folder);
  return make("li", { class: out ? "out" : null, "data-key": key }, thumb(group, files), head, acts);
}

/** The albums and the words that come along: 「 · 相册「三亚」 · 2 个有说明」. */
function alongside({ albums, captions }) {
  const told = [...albums.map((title) => `相册「${title}」`), ...(captions ? [`${captions} 个有说明`] : [])];
  return told.map((words) => ` · ${words}`).join("");
}

/** One of the pictures, as far as it is here and the browser can show it. */
function thumb(group, files) {
  const holder = make("span", { class: "thumb", "aria-hidden": "true" });
  const file = files?.find((one) => one.path === group.sample);
  if (file && SHOWS.test(file.path)) {
    file.open().then((blob) => {
      const image = make("img", { src: URL.createObjectURL(blob), alt: "" });
      image.onload = () => URL.revokeObjectURL(image.src);
      image.onerror = () => image.remove();
      show(holder, image);
    }, () => null);
  }
  return holder;
}

function asking(group, choose, leaving, unsaved) {
  const [year, month, day, about] = parts(group.taken) ?? guessed(group.folder);
  const name = group.folder || OUTERMOST;
  const option = ([value, words]) => make("option", { value, selected: value === month }, words);
  const number = (label, more) => make("input", { inputmode: "numeric", "aria-label": `${name}：${label}`, ...more });
  const years = number("哪一年", { pattern: "\\d{4}", maxlength: 4, placeholder: "1986", value: year, required: true });
  const months = make("select", { "aria-label": `${name}：哪个季节或月份` }, [...SEASONS, ...MONTHS].map(option));
  const days = number("哪一天，可以不填", { pattern: "\\d{1,2}", maxlength: 2, placeholder: "日", value: day, class: "day" });
  const around = make("input", { type: "checkbox", checked: about });
  const forget = group.taken ? button("还是不知道", () => choose({ folder: group.folder, taken: "" })) : null;
  const form = make(
    "form",
    { class: "asking" },
    make("span", { class: "date" }, years, "年 ", months, days, make("label", {}, around, "大概")),
    make("span", { class: "acts" }, make("button", { type: "submit" }, "记下"), forget, leaving),
    !group.taken && year ? make("small", { class: "hint" }, `文件夹的名字里有 ${year} 年，对的话点「记下」。`) : null,
  );
  form.answer = () => edtf(years.value, months.value, days.value, around.checked);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose({ folder: group.folder, taken: form.answer() });
  });
  form.addEventListener("input", () => {
    if (years.value) unsaved.set(group.folder, form);
    else unsaved.delete(group.folder);
  });
  return form;
}

function edtf(year, month, day, about) {
  const days = day && MONTHS.some(([value]) => value === month) ? `-${day.padStart(2, "0")}` : "";
  return `${year}${month && `-${month}`}${days}${about ? "~" : ""}`;
}

function parts(taken) {
  if (!taken) return null;
  const [year = "", month = "", day = ""] = taken.replace("~", "").split("-");
  return [year, month, day, taken.endsWith("~")];
}

/** What the folder's own name may say: 「2008年2月 春节」. */
function guessed(folder) {
  const [, year = "", month = ""] = IN_A_NAME.exec(folder) ?? [];
  return [year, month.padStart(month ? 2 : 0, "0"), "", false];
}

function byDay(groups, choose, opened) {
  const years = new Map();
  for (const group of groups) {
    const year = group.taken.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), group]);
  }
  if (years.size === 1) opened.add(...years.keys());
  const folds = [...years].map(([year, of]) => yearFold(year, of, choose, opened));
  return make("section", {}, make("h3", {}, "按日子收好"), folds);
}

/** A year's days are put on the page when somebody opens it: there may be thousands in all. */
function yearFold(year, groups, choose, opened) {
  const going = groups.reduce((sum, one) => sum + one.going, 0);
  const list = make("ul", { class: "rows" });
  const words = `${year}年 · ${groups.length} 天 · ${going} 个`;
  const fold = make("details", { open: opened.has(year) }, make("summary", {}, words), list);
  const fill = () => {
    if (!list.childElementCount) list.append(...groups.map((one) => dayRow(one, choose)));
  };
  fold.addEventListener("toggle", () => {
    if (fold.open) opened.add(year);
    else opened.delete(year);
    fill();
  });
  if (fold.open) fill();
  return fold;
}

function dayRow(group, choose) {
  const out = group.going === 0;
  const rest = group.files - group.going;
  const words = `${group.going} 个${rest ? `，${rest} 个跳过` : ""}${alongside(group)}`;
  const act = button(out ? "还是导入" : "这天不导入", () => choose({ day: group.taken, skipped: !out }));
  const told = make("div", {}, make("strong", {}, group.when), make("small", {}, words));
  const key = keyOf(group.taken, "");
  return make("li", { class: out ? "out" : null, "data-key": key }, told, out && !group.chosen ? null : act);
}
