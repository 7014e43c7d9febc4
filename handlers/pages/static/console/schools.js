// Schools (学校): founded on the authority's paper, corrected, and handed to their administrators.

import { call, get } from "./api.js";
import { appointed, offering } from "./appointed.js";
import { byId, complain, make, show, tell } from "./elements.js";
import { form, line } from "./filling.js";
import { regionChoice } from "./place-choice.js";
import { placesOf } from "./places.js";

const MOST_WORDS = 60;
const LEAST_APPROVAL = 4;

/** The task at a place of the page; returns what ends it. */
export function schools(place, offices) {
  const founded = make("details", { class: "filled" });
  const rows = make("ul", { class: "rows" });
  const nothing = make("p", { class: "soft" }, "这里没有这样的学校。");
  let districts = [];
  let listed = [];

  const narrow = () => {
    for (const [one, row] of listed) {
      row.hidden = !`${one.region}${one.name}`.includes(sought.value.trim());
    }
    nothing.hidden = listed.some(([, row]) => !row.hidden);
  };
  const sought = make("input", { type: "search", oninput: narrow });
  const find = make("div", { class: "choices" }, make("label", {}, "找学校", sought));
  const how = make("p", { class: "soft" }, HOW);

  /** All anew, one school open and the keys at one place of it. */
  const draw = async (open = "", turnTo = open) => {
    const [all, held] = await Promise.all([get("/schools"), get("/appointments")]);
    const ours = all.items.filter((one) => districts.some(({ id }) => id === one.region_id));
    listed = ours.map((one) => {
      const administrators = held.items.filter((other) => other.school_id === one.id);
      return [one, row(one, administrators, one.id === open, draw)];
    });
    show(rows, ...listed.map(([, made]) => made));
    narrow();
    byId(turnTo)?.focus();
  };
  const begin = async () => {
    const found = await placesOf(offices);
    districts = found.filter((one) => one.level === "district");
    const done = async (id) => {
      founded.open = false;
      sought.value = "";
      await draw(id);
    };
    show(founded, make("summary", {}, "加一所学校"), founding(districts, done));
    await draw();
  };
  show(place, make("h2", {}, "学校"), how, founded, find, rows, nothing);
  nothing.hidden = true;
  begin().catch((error) => complain(error.message));
  return () => {};
}

const HOW = "先按批准文号加学校，再任命管理员；管理员在手机上开班、确认老师。";

const nameLine = (value) => line("学校全称", "name", { maxlength: MOST_WORDS, value });
const approvalLine = (value) =>
  line("批准文号", "approval", {
    minlength: LEAST_APPROVAL,
    maxlength: MOST_WORDS,
    placeholder: "珠教基〔2026〕12号",
    value,
  });

function founding(districts, done) {
  const [name, approval] = [nameLine(), approvalLine()];
  const district = regionChoice("在哪个区", districts);
  const send = async () => {
    const draft = { name: name.value(), approval: approval.value(), region_id: district.value() };
    const { id } = await call("POST", "/schools", draft);
    for (const one of [name, approval]) one.clear();
    tell(`加了${draft.name}`);
    await done(id);
  };
  return form([district, name, approval], "加上", send);
}

function row(one, administrators, open, draw) {
  const again = () => draw(one.id);
  const draft = () => ({ office: "school_administrator", school_id: one.id });
  const lines = administrators.map((held) => appointed(held, "", again));
  return make(
    "li",
    {},
    make(
      "div",
      {},
      make("strong", {}, one.name),
      make("div", { class: "soft" }, [one.region, one.approval].filter(Boolean).join("，")),
    ),
    make("span", { class: "badge" }, standing(administrators)),
    make(
      "details",
      { open },
      make("summary", { id: one.id, "aria-label": `管理员和更正：${one.name}` }, "管理员和更正"),
      lines.length ? make("ul", { class: "rows" }, ...lines) : null,
      make("h3", {}, "任命管理员"),
      offering([], draft, (offer) => draw(one.id, offer)),
      make("h3", {}, "更正"),
      correcting(one, again),
    ),
  );
}

const standing = (administrators) => {
  if (administrators.some((held) => held.since)) return "有管理员";
  return administrators.length ? "等管理员接受" : "还没有管理员";
};

/** Only what is different is sent: a colleague may be at the other line. */
function correcting(one, again) {
  const lines = { name: nameLine(one.name), approval: approvalLine(one.approval) };
  const send = async () => {
    const typed = Object.entries(lines).map(([key, { value }]) => [key, value()]);
    const changes = typed.filter(([key, value]) => value !== one[key]);
    await call("PUT", `/schools/${one.id}`, Object.fromEntries(changes));
    tell("改好了");
    await again();
  };
  return form(Object.values(lines), "保存", send);
}
