// A restriction that follows from what lies open: of whom, what, how long, and why.

import { call } from "./api.js";
import { choice } from "./choosing.js";
import { make, show, tell } from "./elements.js";
import { form, line } from "./filling.js";
import { RESTRICTED } from "./words.js";

const DAYS = [1, 7, 30, 365];

export function restrictForm(reviewId) {
  const whom = choice("谁", [["maker", "发的人"], ["family", "这个家"]]);
  const what = choice("限制什么", Object.entries(RESTRICTED));
  const days = choice("多久", DAYS.map((many) => [many, `${many} 天`]));
  const why = line("理由", "reason", { maxlength: 80, placeholder: "会告诉对方" });
  const place = make("details", {}, make("summary", {}, "要限制这个人或这个家吗？"));
  const send = async () => {
    await call("POST", "/restrictions", {
      review_id: reviewId,
      whom: whom.value(),
      what: what.value(),
      days: Number(days.value()),
      reason: why.value(),
    });
    show(place, make("summary", {}, "已经限制了"));
    tell("已经限制了");
  };
  place.append(form([whom, what, days, why], "限制", send));
  return place;
}
