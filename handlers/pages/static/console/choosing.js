// Choosing: what a list is narrowed by.

import { make } from "./elements.js";

/** A labelled choice of `[value, words]`; `value()` is what is chosen. */
export function choice(words, options, chosen = "", onchange) {
  const made = options.map(([value, name]) =>
    make("option", { value, selected: value === chosen }, name),
  );
  const select = make("select", { onchange }, ...made);
  return { label: make("label", {}, words, select), value: () => select.value };
}
