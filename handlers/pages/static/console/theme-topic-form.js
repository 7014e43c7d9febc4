// The form of a theme or a topic: its words and its days, with what is wrong beside each.

import { make } from "./elements.js";
import { field, form } from "./filling.js";
import { dateIn } from "./words.js";

const MONTH = 30;
const FIELDS = ["title", "words", "since", "until"];
const LABELS = {
  title: "题目",
  words: "说明：请家里做什么",
  since: "从哪天开始",
  until: "到哪天为止（那天还能参加）",
};

/** For a new one, or for what of `one` may be said otherwise. `send` gets what was typed, of `one`
 * only what has changed. */
export function themeTopicForm(kind, one, yes, send, back) {
  const before = one ?? { title: "", words: "", since: dateIn(0), until: dateIn(MONTH) };
  const names = one ? kind.changes : FIELDS;
  const fields = names.map((name) => field(LABELS[name], input(kind, name, before[name]), name));
  const typed = () => {
    const said = fields.map(({ name, value }) => [name, value()]);
    return Object.fromEntries(said.filter(([name, value]) => !one || value !== one[name]));
  };
  const note = make("p", { class: "soft" }, one ? kind.note : "先检查文字，没问题了大家才看得到。");
  return form([...fields, note], yes, () => send(typed()), back);
}

function input(kind, name, value) {
  const more = { maxlength: kind.most[name], placeholder: kind.examples[name] };
  if (name === "title") return make("input", { ...more, value });
  if (name === "words") return make("textarea", { ...more, rows: 3 }, value);
  return make("input", { type: "date", value });
}
