// Inspections: what a grant opens of one child's archive, to be read until its time is over.

import { get } from "./api.js";
import { button, complain, make, show } from "./elements.js";
import { pages } from "./pages.js";
import { minute } from "./words.js";

/** The archive that a live grant opens, at a place of the page; returns what ends it. */
export function inspection(place, grant, whom) {
  const path = `/access-grants/${grant.id}`;
  const heading = make("h2", { tabindex: "-1" }, whom);
  const back = make("p", { class: "back" }, make("a", { class: "button", href: "#grants" }, "回到清单"));
  const list = pages((entry) => row(path, entry), "这里没有可以看的记录。");
  const until = `看到 ${minute(grant.expires_at)} 为止。每打开一页、一张照片，都记一次，家长查得到。只给管理人看的内容和原图，这里没有。`;
  show(place, back, heading, make("p", { class: "soft" }, until), ...list.parts);
  heading.focus();
  const close = () => {
    show(place, back, make("p", { role: "status" }, "时间到了。还要看的话，请重新申请。"));
    back.firstChild.focus();
  };
  const closing = setTimeout(close, Date.parse(grant.expires_at) - Date.now());
  list.draw(`${path}/timeline`).catch((error) => complain(error.message));
  return () => clearTimeout(closing);
}

const row = (path, entry) =>
  make(
    "li",
    {},
    make("div", {}, make("strong", {}, entry.title || entry.when), make("div", { class: "soft" }, entry.title ? entry.when : "")),
    entry.story ? make("p", { class: "said" }, entry.story) : null,
    entry.photos.length ? album(path, entry) : null,
  );

/** The small photos of an entry; the one that was pressed is seen below them. */
function album(path, entry) {
  const large = make("figure", {});
  let seen = "";
  const toggle = async (photo, alt) => {
    complain("");
    try {
      const screen = seen === photo.id ? null : (await get(`${path}/photos/${photo.id}`)).screen;
      seen = screen ? photo.id : "";
      show(large, screen && make("img", { src: screen, alt, referrerpolicy: "no-referrer" }));
    } catch (error) {
      complain(error.message);
    }
  };
  const small = entry.photos.map((photo, place) => {
    const alt = `${entry.title}第 ${place + 1} 张照片`;
    const image = make("img", { src: photo.thumb, alt, referrerpolicy: "no-referrer" });
    return button(image, () => toggle(photo, alt), "", { "aria-label": `${alt}，看大的` });
  });
  return make("div", { class: "looked" }, make("div", { class: "pictures clear" }, ...small), large);
}
