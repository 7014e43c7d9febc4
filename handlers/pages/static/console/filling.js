// Filling in: a form of labelled fields that one press, or Enter, sends once.

import { button, complain, make } from "./elements.js";

/** What `send` throws is said at the top; nothing that was typed is lost by it. */
export function form(fields, yes, send) {
  let sending = false;
  const submit = async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    complain("");
    try {
      await send();
    } catch (error) {
      complain(error.message);
    } finally {
      sending = false;
    }
  };
  const sure = button(yes, null, "main", { type: "submit" });
  return make("form", { class: "form", onsubmit: submit }, ...fields, make("p", {}, sure));
}

/** A labelled line that may not stay empty; `value()` is what was typed, without blanks around. */
export function line(words, more = {}) {
  const input = make("input", { required: true, autocomplete: "off", ...more });
  const clear = () => {
    input.value = "";
  };
  return { label: make("label", {}, words, input), value: () => input.value.trim(), clear };
}
