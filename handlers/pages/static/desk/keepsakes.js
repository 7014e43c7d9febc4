// Keepsakes: what is drawn or bound of a child already: its curves and its booklets, to print.

import { Refused, download, every, get } from "./api.js";
import { button, complain, make, show, tell } from "./elements.js";

const CURVES = [["height", "身高"], ["weight", "体重"], ["eyesight", "视力"]];

/** Ways to a child's curves and booklets; a curve is shown on `sheet`. */
export function keepsakes(child, sheet, printed) {
  const books = make("span", { class: "acts" });
  offerBooklets(child, books).catch((error) => complain(error.message));
  const curves = CURVES.map(([kind, words]) =>
    button(`${words}曲线`, () => draw(child, kind, words, sheet, printed).catch((error) => complain(error.message))),
  );
  return make("p", { class: "acts" }, curves, books);
}

async function draw(child, kind, words, sheet, printed) {
  const picture = await download(`/students/${child.id}/curves/${kind}.svg`);
  const image = make("img", { src: URL.createObjectURL(picture), alt: `${child.nickname}的${words}曲线`, class: "curve" });
  image.onload = () => URL.revokeObjectURL(image.src);
  show(sheet, make("header", {}, make("h1", {}, child.nickname, make("small", {}, `${words}曲线`))), image);
  printed(`${words}曲线`);
}

/** Booklets are for guardians and the child alone; to others there are none. */
async function offerBooklets(child, place) {
  try {
    for await (const booklet of every(`/students/${child.id}/booklets`)) {
      if (booklet.ready) place.append(button(`成长册：${booklet.title}`, () => open(booklet)));
    }
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 403) throw error;
  }
}

async function open(booklet) {
  try {
    const { url } = await get(`/booklets/${booklet.id}/pdf`);
    window.open(url, "_blank", "noopener");
    tell("成长册打开了");
  } catch (error) {
    complain(error.message);
  }
}
