// Spans: asking for a stretch of months.

import { make } from "./elements.js";

const FIRST = "1900-01";

const thisMonth = () => new Date().toLocaleDateString("sv-SE").slice(0, 7);

/** A form that asks for months; `take({since, until, undated})` when it is sent. */
export function spanForm(words, take) {
  const month = (label, value) =>
    make("input", { type: "month", value, min: FIRST, placeholder: "2016-05", pattern: "\\d{4}-\\d{2}", "aria-label": label });
  const [since, until] = [month("从哪个月", ""), month("到哪个月", thisMonth())];
  const undated = make("input", { type: "checkbox" });
  const submit = (event) => {
    event.preventDefault();
    const [first, last] = [since.value || FIRST, until.value || thisMonth()].sort();
    take({ since: first, until: last, undated: undated.checked });
  };
  return make(
    "form",
    { class: "span", onsubmit: submit },
    make("label", {}, "从 ", since),
    make("label", {}, "到 ", until),
    make("label", {}, undated, "连同日期待补的"),
    make("button", { type: "submit", class: "main" }, words),
  );
}

export const inWords = (month) => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

/** 「2016年5月到2018年3月」, without a beginning that nobody has named. */
export function spanInWords({ since, until }) {
  if (since === until) return inWords(since);
  return since === FIRST ? `到${inWords(until)}` : `${inWords(since)}到${inWords(until)}`;
}
