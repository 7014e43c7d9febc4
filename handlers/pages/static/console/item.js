// An item: what is to be decided, blurred until somebody wants to see it, and all it stands in.

import { button, make } from "./elements.js";
import { restrictForm } from "./restrict-form.js";
import { AUDIENCES, CAUSES, KINDS, REASONS, REPORTED, since } from "./words.js";

/** The parts of the card of what is current; `look` is there once it was opened. */
export function card(state, look, acts) {
  const one = state.current;
  if (!one) return [make("p", { class: "soft" }, "都看完了，歇一会儿。有新的会数在上面。")];
  return [
    make("h2", {}, KINDS[one.kind] ?? one.kind, badges(one, state.chosen.size)),
    ...(look ? opened(state, look, acts) : [closed(acts)]),
  ];
}

const badges = (one, chosen) =>
  [
    make("span", { class: "badge" }, CAUSES[one.cause] ?? one.cause),
    one.urgent && make("span", { class: "badge urgent" }, "紧急"),
    chosen > 0 && make("span", { class: "badge" }, `选了 ${chosen} 条`),
    make("span", { class: "soft" }, `等了 ${since(one.asked_at)}`),
  ].filter(Boolean);

const closed = (acts) =>
  make(
    "div",
    { class: "acts" },
    button(["打开看 ", make("kbd", {}, "Enter")], acts.open, "main"),
    button(["放回去 ", make("kbd", {}, "R")], acts.release),
  );

function opened(state, look, acts) {
  return [
    look.words && make("p", { class: "words" }, look.words),
    look.pictures.length > 0 && pictures(look, state.clear, acts.clear),
    ...look.films.map((src) => make("video", { src, controls: true, preload: "none" })),
    look.sound && make("audio", { src: look.sound, controls: true, preload: "none" }),
    make("dl", { class: "context" }, ...context(look)),
    state.current.cause !== "asked" && restrictForm(state.current.id),
    make(
      "div",
      { class: "acts" },
      button(["通过 ", make("kbd", {}, "A")], acts.pass, "main"),
      ...(state.current.cause === "asked"
        ? [button("不通过", () => acts.refuse("other"))]
        : REASONS.map(([reason, words], place) =>
            button([`${words} `, make("kbd", {}, `${place + 1}`)], () => acts.refuse(reason)),
          )),
      button(["选上 ", make("kbd", {}, "X")], acts.choose),
      button(["放回去 ", make("kbd", {}, "R")], acts.release),
    ),
  ].filter(Boolean);
}

const pictures = (look, clear, toggle) =>
  make(
    "div",
    { class: clear ? "pictures clear" : "pictures" },
    ...look.pictures.map((src, place) =>
      button(
        [make("img", { src, alt: `第 ${place + 1} 张`, referrerpolicy: "no-referrer" })],
        toggle,
        "",
        { "aria-label": clear ? "再模糊起来" : "看清图片" },
      ),
    ),
  );

function* context(look) {
  const lines = [
    ["旁边写着", look.shown_as],
    ["写在什么下面", look.under],
    ["给谁看", AUDIENCES[look.audience] ?? ""],
    ["话题", look.topic],
    ["举报的人说", look.reports.map(reported).join("\n")],
    ["发的人说", look.appeal],
    ["以前", look.earlier.map(decided).join("\n")],
    ["次数", counted(look.history)],
  ];
  for (const [name, words] of lines) {
    if (words) yield* [make("dt", {}, name), make("dd", {}, words)];
  }
}

const reported = ({ reason, words }) =>
  words ? `${REPORTED[reason] ?? reason}：${words}` : (REPORTED[reason] ?? reason);

const NAMED = new Map(REASONS);

const decided = (one) =>
  `${since(one.decided_at)}前，${CAUSES[one.cause] ?? one.cause}：` +
  (one.passes ? "通过" : `没通过 ${NAMED.get(one.reason) ?? ""}`);

const counted = ({ looks, changes, refused }) =>
  `看过 ${looks} 次，改过 ${changes} 次；发的人以前有 ${refused} 条没通过`;
