// Choosing: what a list is narrowed by, or a form asks for.

import { make } from "./elements.js";

/** A labelled choice of `[value, words]`; `value()` is what is chosen. */
export function choice(words, options, chosen = "", onchange = null, more = {}) {
  const made = options.map(([value, name]) =>
    make("option", { value, selected: value === chosen }, name),
  );
  const select = make("select", { onchange, ...more }, ...made);
  return { label: make("label", {}, words, select), value: () => select.value };
}
