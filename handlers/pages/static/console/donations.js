// Donations (接收捐赠): what an archive is offered, whatever waits longest first.

import { donation } from "./donation.js";
import { badgeOf } from "./donation-parts.js";
import { choice } from "./choosing.js";
import { complain, make, show } from "./elements.js";
import { pages } from "./pages.js";
import { placesOf } from "./places.js";
import { DONATED, day, since } from "./words.js";

/** Districts and the city have an archive; towns and communities have none. */
export const ARCHIVED = ["city", "district"];

const ORDERS = [["true", "等得最久的在前"], ["false", "最近的在前"]];
const last = { archive: "", state: "offered", oldest: "true" };

/** The list, or one donation of it; returns what ends it. */
export function donations(place, offices, id) {
  return id ? donation(place, id) : listed(place, offices);
}

function listed(place, offices) {
  const list = pages(row, "这里没有这样的捐赠。");
  const narrowed = make("div", { class: "choices" });
  show(place, make("h2", {}, "接收捐赠"), narrowed, ...list.parts);
  const narrow = async () => {
    complain("");
    await list.draw(`/staff/donations?region=${last.archive}${asked()}`);
  };
  const safely = (act) => act().catch((error) => complain(error.message));
  const chooser = (key, words, options) => {
    const chosen = choice(words, options, last[key], () => {
      last[key] = chosen.value();
      safely(narrow);
    });
    return chosen.label;
  };
  safely(async () => {
    const found = (await placesOf(offices)).filter((one) => ARCHIVED.includes(one.level));
    const archives = found.map((one) => [one.code, `${one.name}档案馆`]);
    if (!archives.some(([code]) => code === last.archive)) last.archive = archives[0][0];
    show(
      narrowed,
      chooser("archive", "哪一家", archives),
      chooser("state", "看哪些", [...Object.entries(DONATED), ["", "全部"]]),
      chooser("oldest", "先看", ORDERS),
    );
    await narrow();
  });
  return () => {};
}

const asked = () => `${last.state && `&state=${last.state}`}&oldest_first=${last.oldest}`;

const row = (one) =>
  make(
    "li",
    {},
    make(
      "div",
      {},
      make("strong", {}, one.family),
      make("div", { class: "soft" }, [`${one.item_count} 件`, one.accession, told(one)].filter(Boolean).join("，")),
    ),
    badgeOf(one),
    make("a", { class: "button", href: `#donations/${one.id}`, "aria-label": `打开${one.family}的捐赠` }, "打开"),
  );

const told = (one) =>
  one.state === "offered" ? `等了 ${since(one.offered_at)}` : `${day(one.offered_at)}提出`;
