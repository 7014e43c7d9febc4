// A donated item: a line of the list, and what is seen of it once it is opened.

import { get } from "./api.js";
import { button, complain, make, size } from "./elements.js";

/** The line; what was opened before stays open, without another look. */
export function donatedItem(path, line, opened) {
  const name = line.title || line.number;
  const row = make("li", {}, make("div", {}, make("strong", {}, name), make("div", { class: "soft" }, said(line))));
  if (line.given) row.append(make("span", { class: "badge" }, "馆里有了"));
  if (!line.changed) row.append(opener(row, name, `${path}/items/${line.id}`, line.id, opened));
  if (opened.has(line.id)) row.append(opened.get(line.id));
  return row;
}

const said = (line) =>
  line.changed
    ? `${line.number}，家里改过或者收回了，要等捐赠人再签`
    : [line.number, line.when, `${line.files} 个文件`].filter(Boolean).join("，");

function opener(row, name, path, id, opened) {
  const words = () => (opened.has(id) ? "收起来" : "打开看");
  const toggle = async () => {
    complain("");
    try {
      if (opened.has(id)) {
        opened.get(id).remove();
        opened.delete(id);
      } else {
        opened.set(id, looked(await get(path)));
        row.append(opened.get(id));
      }
      press.textContent = words();
      press.setAttribute("aria-expanded", `${opened.has(id)}`);
    } catch (error) {
      complain(error.message);
    }
  };
  const more = { "aria-expanded": `${opened.has(id)}`, "aria-label": `打开看：${name}` };
  const press = button(words(), toggle, "", more);
  return press;
}

const looked = (item) =>
  make(
    "div",
    { class: "looked" },
    make("dl", { class: "facts" }, ...context(item)),
    ...item.files.map((file, place) => pictured(file, `${item.title}，第 ${place + 1} 个文件`)),
  );

function* context(item) {
  const lines = [
    ["类别", item.class_title],
    ["时间", item.when],
    ["地点", item.place],
    ["说明", item.words],
    ["里面的人", item.persons.join("、")],
    ["责任者", item.responsible],
    ["来源", item.source],
  ];
  for (const [name, words] of lines) {
    if (words) yield* [make("dt", {}, name), make("dd", {}, words)];
  }
}

const pictured = (file, alt) =>
  make(
    "figure",
    {},
    shownAs(file, alt),
    make("figcaption", { class: "soft" }, `${file.media_type}，${size(file.bytes)}`, make("code", {}, `SHA-256 ${file.sha256}`)),
  );

function shownAs(file, alt) {
  const more = { src: file.played, controls: true, preload: "none" };
  if (file.played && file.media_type.startsWith("video/")) return make("video", { ...more, poster: file.picture || null });
  if (file.played) return make("audio", more);
  if (file.picture) return make("img", { src: file.picture, alt, referrerpolicy: "no-referrer" });
  return make("p", {}, "这个文件没有可以看的样子。");
}
