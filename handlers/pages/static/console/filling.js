// Filling in: a form of labelled fields that one press, or Enter, sends once.

import { button, complain, make } from "./elements.js";

/** Fields, choices and what stands between them. What `send` throws is said beside the field that it
 * is about, else at the top; nothing that was typed is lost. `back` is for whoever thinks better. */
export function form(fields, yes, send, back = null) {
  let sending = false;
  const submit = async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    complain("");
    for (const one of fields) one.refuse?.("");
    try {
      await send();
    } catch (error) {
      const about = fields.find(({ name }) => name && name === error.field);
      (about?.refuse ?? complain)(error.message);
    } finally {
      sending = false;
    }
  };
  const acts = [button(yes, null, "main", { type: "submit" }), back && button("不改了", back)];
  const parts = fields.map((one) => one.parts ?? one.label ?? one);
  return make("form", { class: "form", onsubmit: submit }, ...parts, make("div", { class: "acts" }, ...acts));
}

/** A labelled element, for the field that the API calls `name`; `value()` is what was typed. */
export function field(words, element, name = "") {
  const wrong = make("p", { class: "wrong", role: "alert" });
  const refuse = (sentence) => {
    wrong.textContent = sentence;
    element.setAttribute("aria-invalid", `${Boolean(sentence)}`);
    if (sentence) element.focus();
  };
  element.addEventListener("input", () => refuse(""));
  const clear = () => {
    element.value = "";
  };
  return { name, refuse, clear, parts: [make("label", {}, words, element), wrong], value: () => element.value.trim() };
}

/** One line that may not stay empty. */
export const line = (words, name, more = {}) =>
  field(words, make("input", { required: true, autocomplete: "off", ...more }), name);
