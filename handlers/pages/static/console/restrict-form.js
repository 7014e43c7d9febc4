// A restriction that follows from what lies open: of whom, what, how long, and why.

import { call } from "./api.js";
import { choice } from "./choosing.js";
import { button, complain, make, show, tell } from "./elements.js";
import { RESTRICTED } from "./words.js";

const DAYS = [1, 7, 30, 365];

export function restrictForm(reviewId) {
  const whom = choice("谁", [["maker", "发的人"], ["family", "这个家"]]);
  const what = choice("限制什么", Object.entries(RESTRICTED));
  const days = choice("多久", DAYS.map((many) => [many, `${many} 天`]));
  const reason = make("input", { maxlength: 80, required: true, placeholder: "会告诉对方" });
  const form = make("details", {}, make("summary", {}, "要限制这个人或这个家吗？"));
  const send = async () => {
    const body = {
      review_id: reviewId,
      whom: whom.value(),
      what: what.value(),
      days: Number(days.value()),
      reason: reason.value.trim(),
    };
    sure.disabled = true;
    try {
      await call("POST", "/restrictions", body);
      show(form, make("summary", {}, "已经限制了"));
      tell("已经限制了");
    } catch (error) {
      complain(error.message);
      sure.disabled = false;
    }
  };
  const why = make("label", {}, "理由", reason);
  const sure = button("限制", send);
  const parts = [whom.label, what.label, days.label, why, sure];
  form.append(make("div", { class: "restricting" }, ...parts));
  return form;
}
