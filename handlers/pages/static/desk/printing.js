// Printing: a stretch of the timeline, laid out for paper.

import { button, complain, make, show, tell } from "./elements.js";
import { keepsakes } from "./keepsakes.js";
import { spanForm, spanInWords } from "./spans.js";
import { entries, photosOf } from "./timeline.js";

const MOST_ENTRIES = 300;

/** The task at a place of the page. */
export function printing(place, home) {
  const sheet = make("div", { id: "sheet" });
  const acts = make("p", { class: "acts" });
  const printed = (words) => show(acts, make("span", { role: "status" }, words), button("打印", print, "main"));
  show(
    place,
    make("h2", {}, `「${home.name}」的时间轴`),
    make("p", { class: "soft" }, "先排好看一看，再打印出来，或者存成 PDF。"),
    spanForm("排好", (span) => layOut(sheet, acts, home, span, printed).catch((error) => complain(error.message))),
    home.child ? keepsakes(home.child, sheet, printed) : null,
    acts,
    sheet,
  );
}

async function layOut(sheet, acts, home, span, printed) {
  complain("");
  show(acts, "正在排……");
  const found = [];
  for await (const entry of entries(home, span)) {
    found.push({ entry, photos: await photosOf(entry) });
    if (found.length === MOST_ENTRIES) break;
  }
  found.reverse();
  const title = make("h1", {}, home.name, make("small", {}, spanInWords(span)));
  show(sheet, make("header", {}, title), found.map(({ entry, photos }) => article(entry, photos)));
  const words = found.length ? `一共 ${found.length} 条` : "这段时间还没有记录";
  if (found.length) printed(words);
  else show(acts, make("span", { role: "status" }, words));
  if (found.length === MOST_ENTRIES) complain(`只排了最近的 ${MOST_ENTRIES} 条，请选短一点的时间`);
  tell(words);
}

function article(entry, photos) {
  const shown = photos.filter((photo) => photo.screen);
  const picture = (photo) => make("img", { src: photo.screen, alt: photo.caption || entry.title || entry.when, width: photo.width, height: photo.height });
  return make(
    "article",
    {},
    make("p", { class: "when" }, entry.when),
    entry.title ? make("h2", { dir: "auto" }, entry.title) : null,
    entry.story ? make("p", { class: "story", dir: "auto" }, entry.story) : null,
    shown.length ? make("div", { class: `pictures of-${Math.min(shown.length, 4)}` }, shown.map(picture)) : null,
    entry.author ? make("p", { class: "by" }, `${entry.author} 记`) : null,
  );
}

/** Once every picture is there: paper shows no second load. */
async function print() {
  const images = [...document.querySelectorAll("#sheet img")];
  await Promise.all(images.map((image) => image.decode().catch(() => null)));
  window.print();
}
