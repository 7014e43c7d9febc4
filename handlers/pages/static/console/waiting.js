// What waits: a number beside each task, looked at again after each act and once a minute.

import { get, isSignedIn } from "./api.js";
import { whileAttended } from "./attending.js";
import { make } from "./elements.js";

const EVERY = 60_000;
const SOON = 1000;

let now = {};
let soon = null;

const said = (kind) => (now[kind] ? String(now[kind]) : "");

/** The number beside a task of which some of this kind may wait; empty while none does. */
export const number = (kind) => make("span", { class: "waits", "data-waits": kind }, said(kind));

/** Ask how much waits, and say so wherever a number stands. */
export async function look() {
  soon = null;
  const places = () => document.querySelectorAll("[data-waits]");
  if (!isSignedIn() || !places().length) return;
  // Only numbers beside names: without an answer those of before stay, and nobody is disturbed.
  now = await get("/staff/waiting").catch(() => now);
  for (const place of places()) place.textContent = said(place.dataset.waits);
}

window.addEventListener("changed", () => {
  soon ??= setTimeout(look, SOON);
});
window.addEventListener("signed-out", () => {
  now = {};
});
whileAttended(EVERY, look);
