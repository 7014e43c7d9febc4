"use strict";
// Everything shown is set as text: words of people are never read as HTML.
(() => {
  const album = window.ALBUM;
  const photos = new Map(album.photos.map((one) => [one.id, one]));
  const $ = (id) => document.getElementById(id);
  const KINDS = { photo: "照片", video: "录像", audio: "录音" };
  const UNDATED = "日期待补";
  const MOST_FOUND = 200;
  const state = { whose: "", year: "", words: "" };

  function made(tag, set = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter(Boolean));
    return element;
  }

  const address = (path) => path.split("/").map(encodeURIComponent).join("/");

  // Photos that nobody wrote anything to are shown by their months, too.
  function loose() {
    const hung = new Set(album.entries.flatMap((one) => one.photos));
    for (const entry of album.entries) for (const one of entry.stories) hung.add(one.recording);
    const months = new Map();
    for (const one of album.photos) {
      if (hung.has(one.id) || !one.file) continue;
      const month = one.day ? one.day.slice(0, 7) : "";
      if (!months.has(month)) months.set(month, []);
      months.get(month).push(one.id);
    }
    return [...months].map(([month, ids]) => ({
      id: "", child: null, title: "还没写进记录的照片", story: "", day: month ? `${month}-01` : null,
      when: "", age: "", place: "", kind: "", by: "", who: "", photos: ids, stories: [],
      comments: [], praises: [], last: true,
    }));
  }

  const entries = [...album.entries, ...loose()].sort((a, b) => {
    const [one, other] = [a.day || "", b.day || ""];
    return one < other ? 1 : one > other ? -1 : (a.last ? 1 : 0) - (b.last ? 1 : 0);
  });
  for (const one of entries) {
    one.text = [
      one.title, one.story, one.when, one.place, one.kind, one.who, one.by,
      ...one.photos.flatMap((id) => {
        const photo = photos.get(id) || {};
        return [photo.caption, photo.place, photo.who];
      }),
      ...[...one.stories, ...one.comments, ...one.praises].flatMap((said) => [said.by, said.words]),
    ].filter(Boolean).join("\n").toLowerCase();
  }

  const ofWhose = (one) =>
    !state.whose || (state.whose === "family" ? !one.child : one.child === state.whose);
  const yearOf = (one) => (one.day ? one.day.slice(0, 4) : UNDATED);

  function chip(words, pressed, chosen) {
    return made("button", { type: "button", "aria-pressed": String(pressed), onclick: chosen }, words);
  }

  function monthOf(one) {
    if (!one.day) return UNDATED;
    const words = `${Number(one.day.slice(0, 4))}年${Number(one.day.slice(5, 7))}月`;
    const child = album.children.find((each) => each.id === one.child)
      || (album.children.length === 1 && state.whose !== "family" ? album.children[0] : null);
    return child ? `${words} · ${child.name}${age(child.born, one.day)}` : words;
  }

  function age(born, day) {
    const [b, d] = [born, day].map((text) => text.split("-").map(Number));
    const months = (d[0] - b[0]) * 12 + d[1] - b[1];
    if (months < 0) return "出生以前";
    if (months < 1) return "出生那个月";
    return months < 12 ? `${months}个月` : `${Math.floor(months / 12)}岁`;
  }

  function tile(id, ids) {
    const photo = photos.get(id);
    if (!photo) return null;
    const words = photo.caption || KINDS[photo.kind];
    const inside = photo.view
      ? made("img", { src: address(photo.view), alt: words, loading: "lazy", decoding: "async" })
      : made("span", { className: "alone" }, photo.file ? KINDS[photo.kind] : "文件不在了");
    const sort = photo.kind === "photo" || !photo.view ? null
      : made("span", { className: "word" }, `▶ ${KINDS[photo.kind]}`);
    return made("button", {
      type: "button", "aria-label": `看${KINDS[photo.kind]}：${words}`, onclick: () => open(ids, id),
    }, inside, sort);
  }

  function said(one) {
    return made("div", { className: "said" }, made("b", {}, `${one.by}：`), one.words,
      one.file && made("audio", { controls: true, preload: "none", src: address(one.file) }));
  }

  function card(one) {
    const about = [one.when, one.age, one.place, one.by && `${one.by}记`, one.who].filter(Boolean);
    const grid = made("div", { className: "grid" }, ...one.photos.map((id) => tile(id, one.photos)));
    return made("article", {}, made("h3", {}, one.title || one.kind || "记录"),
      about.length ? made("p", { className: "about" }, about.join(" · ")) : null,
      one.story && made("p", {}, one.story), one.photos.length ? grid : null,
      ...[...one.stories, ...one.praises, ...one.comments].map(said));
  }

  function timeline(found) {
    const parts = [];
    let last = "";
    for (const one of found) {
      const month = monthOf(one);
      if (month !== last) parts.push(made("h2", {}, month));
      last = month;
      parts.push(card(one));
    }
    return parts;
  }

  function curves() {
    return album.children.flatMap((child) => child.curves.map((one) => made("section", {},
      made("h2", {}, `${child.name}的${one.title}`),
      made("img", { className: "curve", src: address(one.file), alt: `${child.name}的${one.title}曲线` }),
      made("p", { className: "about" }, one.words))));
  }

  function show() {
    const own = entries.filter(ofWhose);
    const years = [...new Set(own.map(yearOf))];
    const words = state.words.trim().toLowerCase();
    const drawn = state.year === "curves";
    if (!drawn && !years.includes(state.year)) state.year = years[0] || "";
    $("whose").replaceChildren(...whose());
    $("years").replaceChildren(...years.map((year) =>
      chip(year === UNDATED ? UNDATED : `${Number(year)}年`, !words && year === state.year,
        () => choose({ year, words: "" }))),
      ...(album.children.some((one) => one.curves.length)
        ? [chip("成长曲线", !words && drawn, () => choose({ year: "curves", words: "" }))] : []));
    if (words) {
      const found = own.filter((one) => words.split(/\s+/).every((part) => one.text.includes(part)));
      const told = found.length ? `找到 ${found.length} 条` : "没有找到，换个词试试";
      $("shown").replaceChildren(made("p", { role: "status" }, told),
        ...timeline(found.slice(0, MOST_FOUND)));
    } else if (drawn) {
      $("shown").replaceChildren(...curves());
    } else {
      const found = own.filter((one) => yearOf(one) === state.year);
      $("shown").replaceChildren(...(found.length ? timeline(found)
        : [made("p", {}, "这里还没有内容")]));
    }
  }

  function whose() {
    const family = entries.some((one) => !one.child && !one.last);
    const choices = [["", "全部"], ...album.children.map((one) => [one.id, one.name])];
    if (family) choices.push(["family", "家里的事"]);
    if (choices.length < 3) return [];
    return choices.map(([id, words]) => chip(words, state.whose === id, () => choose({ whose: id })));
  }

  function choose(change) {
    Object.assign(state, change);
    if (change.words === "") $("words").value = "";
    show();
  }

  // The lightbox
  const box = $("lightbox");
  let open_ids = [];
  let place = 0;

  function open(ids, id) {
    open_ids = ids.filter((one) => photos.get(one)?.file);
    place = open_ids.indexOf(id);
    if (place < 0) return;
    stage();
    box.showModal();
  }

  function stage() {
    const photo = photos.get(open_ids[place]);
    const file = address(photo.file);
    const words = [photo.caption, photo.when, photo.place, photo.who].filter(Boolean);
    const playing = { controls: true, preload: "metadata", src: file };
    const shown = {
      photo: () => photo.view ? made("img", { src: address(photo.view), alt: photo.caption || "照片" })
        : made("p", {}, "这种照片浏览器打不开，请点「看原图」用电脑上的看图软件打开"),
      video: () => made("video", { ...playing, poster: photo.view ? address(photo.view) : "" }),
      audio: () => made("audio", playing),
    }[photo.kind]();
    $("stage").replaceChildren(shown);
    $("caption").textContent = words.join(" · ");
    $("original").href = file;
    $("original").textContent = photo.kind === "photo" ? "看原图" : "打开原文件";
    $("before").disabled = place === 0;
    $("after").disabled = place === open_ids.length - 1;
  }

  function step(by) {
    if (!open_ids[place + by]) return;
    place += by;
    stage();
  }

  $("before").onclick = () => step(-1);
  $("after").onclick = () => step(1);
  $("close").onclick = () => box.close();
  box.onclose = () => $("stage").replaceChildren();
  box.onclick = (event) => { if (event.target.id === "stage") box.close(); };
  box.onkeydown = (event) => {
    if (event.target.matches("video, audio")) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  let began = null;
  box.addEventListener("touchstart", (event) => {
    began = event.touches.length === 1 ? event.touches[0].clientX : null;
  }, { passive: true });
  box.addEventListener("touchend", (event) => {
    const moved = began === null ? 0 : event.changedTouches[0].clientX - began;
    if (Math.abs(moved) > 50) step(moved > 0 ? -1 : 1);
  }, { passive: true });

  $("title").textContent = album.title;
  document.title = album.title;
  $("made").textContent = `${album.made}打包`;
  $("finding").onsubmit = (event) => event.preventDefault();
  let waiting = 0;
  $("words").oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => choose({ words: $("words").value }), 150);
  };
  show();
})();
