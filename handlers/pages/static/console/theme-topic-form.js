// The form of an invitation: its words and its days, with what is wrong beside each.

import { button, complain, make } from "./elements.js";
import { dateIn } from "./words.js";

const MONTH = 30;
const FIELDS = ["title", "words", "since", "until"];
const LABELS = {
  title: "题目",
  words: "说明：请家里做什么",
  since: "从哪天开始",
  until: "到哪天为止（那天还能参加）",
};

/** For a new one, or for what of `one` may be said otherwise. `send` gets what was typed (of `one`
 * only what has changed) and throws what was refused; `back` is for whoever thinks better of it. */
export function invitationForm(kind, one, yes, send, back) {
  const before = one ?? { title: "", words: "", since: dateIn(0), until: dateIn(MONTH) };
  const fields = new Map(
    (one ? kind.changes : FIELDS).map((name) => [name, field(LABELS[name], input(kind, name, before[name]))]),
  );
  const typed = () => {
    const said = [...fields].map(([name, { value }]) => [name, value()]);
    return Object.fromEntries(said.filter(([name, value]) => !one || value !== one[name]));
  };
  const press = async () => {
    complain("");
    for (const { refuse } of fields.values()) refuse("");
    sure.disabled = true;
    try {
      await send(typed());
    } catch (error) {
      sure.disabled = false;
      sure.focus();
      (fields.get(error.field)?.refuse ?? complain)(error.message);
    }
  };
  const sure = button(yes, press, "main");
  const note = one ? kind.note : "先检查文字，没问题了大家才看得到。";
  return make(
    "div",
    { class: "fields" },
    ...[...fields.values()].map(({ parts }) => parts),
    make("p", { class: "soft" }, note),
    make("div", { class: "acts" }, sure, back && button("不改了", back)),
  );
}

function input(kind, name, value) {
  const more = { maxlength: kind.most[name], placeholder: kind.examples[name] };
  if (name === "title") return make("input", { ...more, value });
  if (name === "words") return make("textarea", { ...more, rows: 3 }, value);
  return make("input", { type: "date", value });
}

/** A labelled input; `refuse` puts a sentence below it, or takes it away. */
function field(words, element) {
  const wrong = make("p", { class: "wrong", role: "alert" });
  const refuse = (sentence) => {
    wrong.textContent = sentence;
    element.setAttribute("aria-invalid", `${Boolean(sentence)}`);
    if (sentence) element.focus();
  };
  return { parts: [make("label", {}, words, element), wrong], value: () => element.value.trim(), refuse };
}
