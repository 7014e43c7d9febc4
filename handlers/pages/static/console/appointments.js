// Appointments (任职): offices over a place, given by whoever holds a wider one, and ended.

import { get } from "./api.js";
import { appointed, offering } from "./appointed.js";
import { choice } from "./choosing.js";
import { byId, complain, make, show } from "./elements.js";
import { placeChoice } from "./place-choice.js";
import { placesOf } from "./places.js";
import { OFFICES } from "./words.js";

const OF_THE_CITY = ["moderator", "curator", "auditor"];

/** The task at a place of the page; returns what ends it. */
export function appointments(place, offices) {
  const filled = make("div", { class: "filled" });
  const rows = make("ul", { class: "rows" });
  show(place, make("h2", {}, "任职"), make("p", { class: "soft" }, HOW), filled, rows);
  const draw = async (turnTo = "") => {
    const { items } = await get("/appointments");
    const below = items.filter((one) => !one.mine && !one.school_id);
    show(rows, ...(below.length ? below.map(row) : [make("li", {}, "还没有任命过别人。")]));
    byId(turnTo)?.focus();
  };
  const row = (one) => appointed(one, `${OFFICES[one.office] ?? one.office}，${one.region}`, draw);
  const begin = async () => {
    const given = await givenBy(offices);
    show(filled, formOf(given, draw));
    await draw();
  };
  begin().catch((error) => complain(error.message));
  return () => {};
}

const HOW =
  "任命以后会得到一个码，本人在手机上填了，职务就开始。学校的管理员在「学校」那一页任命。";

/** What these offices give: by office, the regions that the choice of a place begins with. */
async function givenBy(offices) {
  const within = ({ place }, region) =>
    place.id !== region && place.chain.some((above) => above.id === region);
  const tops = offices.filter((one) => !offices.some((other) => within(one, other.region_id)));
  const own = new Set(tops.map((one) => one.region_id));
  const given = { archivist: (await placesOf(tops)).filter((one) => !own.has(one.id)) };
  const cities = tops.map((one) => one.place).filter((one) => one.level === "city");
  if (cities.length) for (const office of OF_THE_CITY) given[office] = cities;
  return given;
}

function formOf(given, draw) {
  const where = make("div", {});
  const does = make("p", { class: "soft" });
  let region;
  const turn = () => {
    const chosen = office.value();
    // Moderators have one queue, the city's: over a district the office would open nothing.
    region = placeChoice(given[chosen], chosen !== "moderator");
    show(does, DOES[chosen]);
    show(where, region.labels);
  };
  const options = Object.keys(given).map((one) => [one, OFFICES[one]]);
  const office = choice("职务", options, "archivist", turn);
  turn();
  const draft = () => ({ office: office.value(), region_id: region.value() });
  return offering([office, does, where], draft, draw);
}

const DOES = {
  archivist: "看这个地方的数据和家庭建档情况；区里的还接收捐赠，管学校和任职。",
  moderator: "看机器拿不准的、有人举报的内容，决定能不能让人看到。全市至少要有两位。",
  curator: "提名放到首页的内容，开话题。提名和确认要由两个人来做。",
  auditor: "只是登记下来，这里还没有要审计员做的事。",
};
