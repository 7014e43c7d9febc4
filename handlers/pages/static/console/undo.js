// Undo: for ten seconds the last decision can be taken back.

import { button, byId, show } from "./elements.js";

const SECONDS = 10;

let last = null;

/** Offer to take these back; `back` does it. What was offered before has taken effect by then. */
export function offerUndo(ids, words, back) {
  if (!ids.length) return;
  clearInterval(last?.ticking);
  const offer = { ids, back, left: SECONDS };
  const draw = () => show(byId("undo"), words, button(`收回 ${offer.left}`, takeBack));
  offer.ticking = setInterval(() => {
    offer.left -= 1;
    if (offer.left > 0) draw();
    else end();
  }, 1000);
  last = offer;
  draw();
  byId("undo").hidden = false;
}

/** Take the last decision back, if its time is not over. */
export function takeBack() {
  const offer = last;
  end();
  return offer?.back(offer.ids);
}

function end() {
  clearInterval(last?.ticking);
  last = null;
  byId("undo").hidden = true;
}
