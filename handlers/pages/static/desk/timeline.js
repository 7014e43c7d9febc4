// The timeline: the entries of a span of months, latest first, and all photos of one.

import { every } from "./api.js";

const SEASONS = { 21: "03", 22: "06", 23: "09", 24: "12" };

/** The month, `2016-05`, in which an EDTF date begins. */
export function monthOf(happened) {
  const [year, month = "01"] = happened.split("/")[0].replace(/[~?%]/g, "").split("-");
  return `${year.replaceAll("X", "0")}-${SEASONS[month] ?? month}`;
}

/** The entries from one month to another (both `2016-05`), and those without a day if `undated`. */
export async function* entries(home, { since, until, undated }) {
  if (undated) yield* withoutDay(home);
  for await (const entry of every(`${home.path}/timeline?from=${until}`)) {
    if (entry.happened && monthOf(entry.happened) < since) return;
    yield entry;
  }
}

/** They stand before all others. */
async function* withoutDay(home) {
  for await (const entry of every(`${home.path}/timeline`)) {
    if (entry.happened) return;
    yield entry;
  }
}

/** The photos that an entry shows, also beyond its first ones. */
export async function photosOf(entry) {
  if (entry.photos.length >= entry.photo_count) return entry.photos;
  const all = [];
  for await (const photo of every(`/entries/${entry.id}/photos`)) all.push(photo);
  return all;
}
