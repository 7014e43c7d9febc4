// Asking for a grant: of which household, which child, why, and for how long.

import { call, get } from "./api.js";
import { choice } from "./choosing.js";
import { complain, make, show, tell } from "./elements.js";
import { field, form } from "./filling.js";
import { GRANTED, lasting } from "./words.js";

const MINUTES = [30, 60, 120, 480];
const MOST_NUMBER = 11;
const MOST_WORDS = 500;

/** What was typed and is not sent: no refusal loses it, and no new sign-in. */
const typed = { number: "", words: "" };

/** The form of whoever holds these offices; `sent` is called once something was asked for. */
export function grantForm(held, sent) {
  const rest = make("div", {});
  const number = make("input", {
    maxlength: MOST_NUMBER,
    placeholder: "XZ000123",
    autocapitalize: "characters",
    autocomplete: "off",
    value: typed.number,
    oninput: () => {
      typed.number = number.value;
      show(rest);
    },
  });
  const find = async (event) => {
    event.preventDefault();
    complain("");
    show(rest);
    const wanted = number.value;
    try {
      const home = await homeOf(held, wanted.trim().toUpperCase());
      if (number.value !== wanted) return;
      show(rest, home.student_ids.length ? questions(home, done) : make("p", {}, "这一户还没有孩子的档案。"));
      rest.querySelector("select")?.focus();
    } catch (error) {
      complain(error.message);
    }
  };
  const done = () => {
    typed.number = typed.words = number.value = "";
    show(rest);
    asking.open = false;
    return sent();
  };
  const label = make("label", {}, "户号", number);
  const finding = make("form", { class: "choices", onsubmit: find }, label, make("button", { type: "submit" }, "找这一户"));
  const asking = make("details", { class: "filled", open: typed.number !== "" }, make("summary", {}, "申请看一个孩子的档案"), finding, rest);
  return asking;
}

async function homeOf(held, number) {
  for (const { place } of held) {
    const { items } = await get(`/staff/households?region=${place.code}&number=${encodeURIComponent(number)}`);
    if (items.length) return items[0];
  }
  throw new Error("没有找到这一户，请核对户号");
}

function questions(home, done) {
  const children = home.student_ids.map((id, place) => [id, `第 ${place + 1} 个`]);
  const child = choice("哪个孩子（从大到小）", children);
  const reason = choice("为什么要看", GRANTED);
  const minutes = choice("看多久（从同意的时候算起）", MINUTES.map((many) => [`${many}`, lasting(many)]));
  const why = make("textarea", { rows: 3, maxlength: MOST_WORDS, oninput: () => (typed.words = why.value) }, typed.words);
  const words = field("是什么事，写给要同意的同事看（至少 10 个字，不写姓名和号码）", why, "words");
  const send = async () => {
    await call("POST", "/access-grants", {
      student_id: child.value(),
      reason: reason.value(),
      words: words.value(),
      minutes: Number(minutes.value()),
    });
    tell("申请了，等同事同意");
    await done();
  };
  const whom = make("p", {}, make("strong", {}, home.number), ` ${home.region}`);
  return form([whom, ...(children.length > 1 ? [child] : []), reason, words, minutes], "申请", send);
}
