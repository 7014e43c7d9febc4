// Counts: a number, large, and what it counts.

import { make } from "./elements.js";

export const figure = (number, words, kind = "") =>
  make("span", { class: kind || null }, make("strong", {}, number.toLocaleString("zh-CN")), words);
