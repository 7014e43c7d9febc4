// Reviewing: items on a lease, one after the other, with one key for each decision.

import { call, get } from "./api.js";
import { whileAttended } from "./attending.js";
import { figure } from "./counts.js";
import { button, byId, complain, make, show, tell } from "./elements.js";
import { card } from "./item.js";
import { offerUndo, takeBack } from "./undo.js";
import { KINDS, REASONS, since } from "./words.js";

const LEASED = 20;
const FEW = 5;
const COUNT_EVERY = 10_000;

/** Milliseconds after a decision in which the next item, which opens by itself, takes none: a press
 * meant for the one before must not decide what nobody has looked at. */
const UNSEEN = 700;

/** Show the queue in a place; returns what ends it. */
export function reviewing(place) {
  const state = { items: [], current: null, looks: new Map(), clear: false, chosen: new Set() };
  let deciding = false;
  let unseenUntil = 0;
  const counts = make("div", { class: "figures" });
  const items = make("ol", { class: "items" });
  const item = make("article", { class: "item", tabindex: "-1" });
  show(place, counts, make("div", { class: "queue" }, items, item), help());

  const draw = () => {
    show(items, ...state.items.map((one) => line(one)));
    const look = state.current && state.looks.get(state.current.id);
    show(item, ...card(state, look, { open, clear, pass, refuse, release, choose }));
  };

  const line = (one) =>
    make(
      "li",
      {},
      button(
        [state.chosen.has(one.id) ? "☑ " : "", KINDS[one.kind] ?? one.kind],
        () => go(one),
        "",
        { "aria-current": one === state.current && "true" },
      ),
    );

  const count = async () => {
    const now = await get("/reviews/counts");
    show(
      counts,
      figure(now.open, "待看"),
      figure(now.urgent, "紧急", now.urgent ? "urgent" : ""),
      figure(now.leased, "有人在看"),
      now.oldest && make("span", { class: "soft" }, `最早的等了 ${since(now.oldest)}`),
    );
  };

  const safely = (act) => (...given) => {
    complain("");
    return act(...given).catch((error) => complain(error.message));
  };

  const lease = safely(async () => {
    const { items: found } = await call("POST", "/reviews/lease", { most: LEASED });
    const held = new Set(found.map((one) => one.id));
    state.items = [...found, ...state.items.filter((one) => !held.has(one.id))];
    const current = state.items.find((one) => one.id === state.current?.id);
    state.current = current ?? state.items[0] ?? null;
    draw();
  });

  const go = (one) => {
    unseenUntil = 0;
    state.current = one;
    state.clear = false;
    draw();
    item.focus({ preventScroll: true });
  };

  const move = (steps) => {
    const there = state.items.indexOf(state.current) + steps;
    if (state.items[there]) go(state.items[there]);
  };

  const open = safely(async () => {
    unseenUntil = 0;
    const { current } = state;
    if (!current || state.looks.has(current.id)) return clear();
    state.looks.set(current.id, await orGone(current.id, get(`/reviews/${current.id}`)));
    draw();
  });

  const clear = () => {
    state.clear = !state.clear;
    draw();
  };

  const gone = (ids) => {
    const at = state.items.indexOf(state.current);
    state.items = state.items.filter((one) => !ids.includes(one.id));
    for (const id of ids) state.chosen.delete(id);
    state.current = state.items[Math.min(at, state.items.length - 1)] ?? null;
    state.clear = false;
  };

  /** An answer; what is no more, or was decided by somebody else, leaves the list. */
  const orGone = async (id, answer) => {
    try {
      return await answer;
    } catch (error) {
      if (error.status === 404 || error.code === "review.decided") {
        gone([id]);
        await lease();
      }
      throw error;
    }
  };

  /** The word on what is chosen, or on what lies open; nothing is decided unseen. */
  const decide = safely(async (passes, reason, words) => {
    if (deciding || performance.now() < unseenUntil) return;
    deciding = true;
    try {
      await decideOnce(passes, reason, words);
    } finally {
      deciding = false;
      unseenUntil = performance.now() + UNSEEN;
    }
  });

  const decideOnce = async (passes, reason, words) => {
    const ids = state.chosen.size ? [...state.chosen] : state.current ? [state.current.id] : [];
    if (!ids.length) return;
    if (!ids.every((id) => state.looks.has(id))) throw new Error("先打开看一看，再决定");
    const done = await decided(ids, passes, reason);
    offerUndo(done, done.length > 1 ? `${done.length} 条${words}` : words, back);
    gone(ids);
    draw();
    count().catch(() => null);
    if (state.items.length < FEW) await lease();
    if (state.current) await open();
  };

  /** Those on which the word holds; one that somebody else has decided is no trouble. */
  const decided = async (ids, passes, reason) => {
    if (ids.length === 1) {
      await orGone(ids[0], call("POST", `/reviews/${ids[0]}/decision`, { passes, reason }));
      return ids;
    }
    const { items: judged } = await call("POST", "/reviews/decisions", { ids, passes, reason });
    return judged.filter((one) => !one.code).map((one) => one.id);
  };

  const back = safely(async (ids) => {
    for (const id of ids) await call("DELETE", `/reviews/${id}/decision`);
    tell("收回来了");
    await lease();
    const first = state.items.find((one) => one.id === ids[0]);
    if (first) go(first);
  });

  const pass = () => decide(true, "", "已通过");
  const refuse = (reason) => {
    const asked = state.current?.cause === "asked";
    return decide(false, asked ? "" : reason, "没通过");
  };

  const release = safely(async () => {
    if (!state.current) return;
    const { id } = state.current;
    await orGone(id, call("POST", `/reviews/${id}/release`));
    gone([id]);
    draw();
  });

  const choose = () => {
    const { current } = state;
    if (!current || !state.looks.has(current.id)) return;
    if (!state.chosen.delete(current.id)) state.chosen.add(current.id);
    draw();
  };

  const keys = {
    Enter: open,
    a: pass,
    j: () => move(1),
    k: () => move(-1),
    r: release,
    x: choose,
    z: takeBack,
  };
  REASONS.forEach(([reason], place) => (keys[place + 1] = () => refuse(reason)));
  const pressed = (event) => {
    const typing = event.target.closest("input, select, textarea, button, a");
    const act = keys[event.key];
    if (!act || typing?.matches("input, select, textarea") || event.ctrlKey || event.metaKey) return;
    if (event.repeat || (typing && event.key === "Enter")) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", pressed);
  const noMoreCounting = whileAttended(COUNT_EVERY, () => count().catch(() => null));
  count().catch((error) => complain(error.message));
  lease();
  return () => {
    document.removeEventListener("keydown", pressed);
    noMoreCounting();
    byId("undo").hidden = true;
  };
}

const help = () =>
  make(
    "p",
    { class: "help" },
    ...[
      ["Enter", "打开；再按一次看清图片　"],
      ["A", "通过　"],
      ["1–9", "不通过，带理由　"],
      ["X", "选上，一起定　"],
      ["J K", "下一条、上一条　"],
      ["R", "放回去　"],
      ["Z", "10 秒内收回"],
    ].flatMap(([key, words]) => [make("kbd", {}, key), ` ${words}`]),
  );

