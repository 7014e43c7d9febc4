// Elements: made in one expression; whatever people wrote goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element; `on…` attributes are listeners, false and null ones are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Show something else at a place of the page. */
export const show = (place, ...children) =>
  place.replaceChildren(...children.flat().filter((child) => child !== null));

export const button = (words, onclick, kind = "", more = {}) =>
  make("button", { type: "button", class: kind || null, onclick, ...more }, words);

/** Read out by screen readers, without moving anybody's place on the page. */
export function tell(words) {
  byId("told").textContent = words;
}

/** A sentence that something went wrong, at the top, until the next one. */
export function complain(words) {
  const place = byId("trouble");
  place.textContent = words;
  place.hidden = !words;
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** 3145728 as 「3 MB」. */
export function size(bytes) {
  const power = bytes ? Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1) : 0;
  const value = bytes / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
