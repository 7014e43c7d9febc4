// Households (家庭建档情况): which are counted by the rule (建档户), by what, and why others are not yet.

import { choice } from "./choosing.js";
import { figure } from "./counts.js";
import { complain, make, show } from "./elements.js";
import { pages } from "./pages.js";
import { placesOf } from "./places.js";
import { day } from "./words.js";

const STANDINGS = [["", "全部"], ["true", "已经建档的"], ["false", "还没有建档的"]];

/** The task at a place of the page; returns what ends it. */
export function households(place, offices) {
  const counts = make("div", { class: "figures" });
  const narrowed = make("div", { class: "choices" });
  const list = pages(row, "这里没有这样的家庭。");
  show(place, make("h2", {}, "家庭建档情况"), narrowed, counts, ...list.parts);
  const safely = (act) => act().catch((error) => complain(error.message));
  safely(async () => {
    const found = await placesOf(offices);
    const narrow = async () => {
      complain("");
      const counted = standing.value() && `&counted=${standing.value()}`;
      const page = await list.draw(`/staff/household-standings?region=${region.value()}${counted}`);
      if (page) show(counts, ...figuresOf(page));
    };
    const again = () => safely(narrow);
    const region = choice("地方", found.map((one) => [one.code, one.name]), "", again);
    const standing = choice("看哪些", STANDINGS, "", again);
    show(narrowed, region.label, standing.label);
    await narrow();
  });
  return () => {};
}

const figuresOf = ({ households: all, counted }) => [
  figure(all, "户加入了"),
  figure(counted, "户已经建档"),
  figure(all - counted, "户还没有"),
];

const row = (one) =>
  make(
    "li",
    {},
    make("div", {}, make("strong", {}, one.number), make("div", { class: "soft" }, said(one))),
    make("span", { class: "badge" }, one.counted ? "已经建档" : "还没有"),
    one.counted ? met(one) : lacking(one),
  );

const said = (one) =>
  [one.since && `${day(one.since)}起`, `按 ${one.rule} 版规则`].filter(Boolean).join("，");

const met = (one) =>
  make(
    "details",
    {},
    make("summary", {}, `算上的 ${one.item_numbers.length} 件`),
    make("ul", { class: "numbers" }, ...one.item_numbers.map((number) => make("li", {}, number))),
  );

const lacking = (one) =>
  make("ul", { class: "lacks" }, ...one.lacks.map(({ words }) => make("li", {}, words)));
