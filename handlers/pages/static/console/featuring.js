// Featuring (精选): one proposes a public post for the front door, another one confirms it.

import { call, every, get } from "./api.js";
import { button, complain, make, show, tell } from "./elements.js";

const NEWEST = 40;

export function featuring(place) {
  const waiting = make("ul", { class: "rows" });
  const posts = make("ul", { class: "rows" });
  const act = (method, path, words) => async () => {
    try {
      await call(method, path);
      tell(words);
      await draw();
    } catch (error) {
      complain(error.message);
    }
  };

  const row = (post, ...buttons) =>
    make(
      "li",
      {},
      post.pictures?.[0] && make("img", { src: post.pictures[0].url, alt: "", width: 88, height: 88 }),
      make("div", {}, make("strong", {}, post.words || "（没有写话）"), make("div", { class: "soft" }, post.family)),
      ...buttons,
    );

  const draw = async () => {
    complain("");
    const asked = [];
    for await (const one of every("/featurings")) asked.push(one);
    show(
      waiting,
      ...(asked.length ? asked.map((one) => row(one.post, ...decisions(one, act))) : [make("li", {}, "没有等第二个人点头的。")]),
    );
    const { items } = await get("/feed?scope=public");
    const known = new Set(asked.map((one) => one.post.id));
    const fresh = items.filter((post) => !known.has(post.id)).slice(0, NEWEST);
    const offered = fresh.map((post) =>
      row(post, button("提名精选", act("PUT", `/posts/${post.id}/featuring`, "提名了，等另一个人点头"))),
    );
    show(posts, ...(offered.length ? offered : [make("li", {}, "没有别的了。")]));
  };

  const parts = [make("h2", {}, "等第二个人点头"), waiting, make("h2", {}, "最近公开的"), posts];
  show(place, ...parts);
  draw().catch((error) => complain(error.message));
  return () => {};
}

const decisions = (one, act) => {
  const path = `/posts/${one.post.id}/featuring`;
  const end = button("不要了", act("DELETE", path, "不放了"));
  if (one.confirmed_at) return [make("span", { class: "badge" }, "已在首页"), end];
  if (one.mine) return [make("span", { class: "badge" }, "你提的名"), end];
  return [button("同意", act("POST", `${path}/confirmation`, "放到首页了"), "main"), end];
};
