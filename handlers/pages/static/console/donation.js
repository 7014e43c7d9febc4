// A donation (捐赠): what the archive may see of it, and the act that its state waits for.

import { call, download, get, save } from "./api.js";
import { askAgain } from "./asking.js";
import { donatedItem } from "./donated-item.js";
import { badgeOf, facts, steps, veto } from "./donation-parts.js";
import { button, make, pause, show, tell } from "./elements.js";
import { safely } from "./safely.js";

const MOST_WORDS = 500;
const LOOK_AGAIN = [1, 2, 4, 8, 15, 30, 60];

/** What was typed and is not sent, by donation: no refusal loses it, and no new sign-in. */
const typed = new Map();

/** Show one at a place of the page; returns what ends it. */
export function donation(place, id) {
  const path = `/staff/donations/${id}`;
  const card = make("article", { class: "item" });
  const opened = new Map();
  let shown = null;
  let over = false;
  const back = make("a", { class: "button", href: "#donations" }, "回到清单");
  show(place, make("p", { class: "back" }, back), card);

  const draw = (one) => {
    if (one.state !== shown?.state) opened.clear();
    shown = one;
    show(
      card,
      make("h2", { tabindex: "-1" }, `${one.family}的捐赠`, badgeOf(one)),
      steps(one),
      veto(one),
      make("dl", { class: "facts" }, ...facts(one)),
      ...list(one),
      ...waitsFor(one),
    );
  };
  const list = ({ state, items }) =>
    state === "declined"
      ? [make("p", { class: "soft" }, "没有收下的，家里想捐什么，这里不再看得到。")]
      : [
          make("h3", {}, `清单（${items.length} 件）`),
          make("ul", { class: "rows" }, ...items.map((line) => donatedItem(path, line, opened))),
        ];
  const turnTo = (one) => {
    draw(one);
    card.firstChild.focus();
  };

  const read = () => safely(async () => turnTo(await get(path)));
  const put = (tail, body, words) =>
    safely(async () => {
      turnTo(await call("PUT", `${path}/${tail}`, body));
      typed.delete(id);
      tell(words);
      if (shown.arriving) waitForNumber();
    });
  const paper = (name, words) => {
    const take = async () =>
      save(await download(`${path}/${name}.pdf`), `${words} ${shown.accession || shown.family}.pdf`);
    return button(`${words}（PDF）`, () => safely(take));
  };

  const waitsFor = (one) => {
    const acts = make("div", { class: "acts" });
    if (one.state === "offered") return deciding(acts);
    if (one.state === "declined") return [];
    if (one.state === "wanted") show(acts, button("看看签了没有", read, "main"));
    if (one.state === "signed" && !one.arriving) show(acts, button("登记入馆", () => takeIn(acts), "main"));
    if (one.arriving) show(acts, button("看看好了没有", read, "main"));
    if (one.state === "accessioned") show(acts, paper("certificate", "捐赠证书"), paper("soundness", "四性检测报告"));
    if (one.signed_at) acts.append(paper("deed", "捐赠协议"));
    return [acts];
  };

  const deciding = (acts) => {
    const words = make("textarea", { rows: 3, maxlength: MOST_WORDS, oninput: () => typed.set(id, words.value) });
    words.value = typed.get(id) ?? "";
    const answer = (wanted) => () => put("decision", { wanted, words: words.value.trim() }, "回复了");
    const want = () =>
      askAgain(acts, "家长会收到你写的话，再看协议、签字。回复了就不能改。", "回复：想收藏", answer(true));
    const decline = () =>
      askAgain(acts, "家长会收到你写的话，这次捐赠就结束了。回复了就不能改。", "回复：不收", answer(false));
    show(acts, button("想收藏", want, "main"), button("婉拒", decline));
    return [make("label", { class: "answer" }, "写给家长的话：为什么想收，或者为什么不收", words), acts];
  };

  const takeIn = (acts) =>
    askAgain(
      acts,
      "会先做好馆里自己的复制件，再给馆藏号。给了号家长就不能收回了。",
      "登记入馆",
      () => put("accession", undefined, "正在做复制件"),
    );

  /** Copies are made by a job; each further look waits longer, as each leaves its row. */
  const waitForNumber = async () => {
    for (const seconds of LOOK_AGAIN) {
      await pause(seconds);
      if (over || !shown.arriving) return;
      const one = await get(path).catch(() => shown);
      if (over || one.arriving) continue;
      draw(one);
      tell(one.accession ? `登记好了，馆藏号 ${one.accession}` : "");
    }
  };

  read().then(() => shown?.arriving && waitForNumber());
  return () => {
    over = true;
  };
}
