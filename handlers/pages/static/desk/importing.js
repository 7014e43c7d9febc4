// Importing: choosing a folder or a ZIP, the preview, the sending, the report; or an earlier one.

import { call, get } from "./api.js";
import { button, complain, make, show, size, tell } from "./elements.js";
import { chosen, dropped } from "./files.js";
import { list } from "./listing.js";
import { previewing } from "./previewing.js";
import { reporting } from "./reporting.js";
import { Sending } from "./sending.js";

const STATES = { preview: "还没开始", running: "没传完", done: "导入完了", cancelled: "取消了" };

/** The task at a place of the page; what it returns is asked before anybody leaves it. */
export function importing(place, home) {
  const task = new Importing(place, home);
  task.begin().catch((error) => complain(error.message));
  return (forced) => task.leave(forced);
}

/** What comes along with photos that were in another album before. */
function understood() {
  const rows = [
    "谷歌相册：用 Google Takeout 导出的 ZIP 直接选进来。分成好几个 ZIP 的，要一次全选上，因为照片和它的说明常常不在同一个里。",
    "Immich、digiKam 等：把整个文件夹选进来，照片旁边的 .xmp 文件也要在里面。",
    "日期：照片自己记着的最准；没有就看旁边的说明，再没有就看文件名。",
    "说明和相册：写过的话会放在照片下面，检查通过后家里人才看得到；相册的名字会成为标题。",
    "说明里的地点和人名不会上传，只留在这台电脑上。",
  ];
  const list = make("ul", {}, rows.map((words) => make("li", {}, words)));
  return make("details", { class: "understood" }, make("summary", {}, "从谷歌相册、Immich 搬过来"), list);
}

class Importing {
  constructor(place, home) {
    this.place = place;
    this.home = home;
    this.sending = null;
    this.keepOpen = (event) => event.preventDefault();
  }

  leave(forced) {
    if (this.sending && !forced && !window.confirm("正在导入。离开会暂停，回来可以接着传。离开吗？")) {
      return false;
    }
    this.stop();
    return true;
  }

  stop() {
    this.sending?.stop();
    this.sending = null;
    window.removeEventListener("beforeunload", this.keepOpen);
  }

  /** The first screen: choose something, or go on with what was begun. */
  async begin() {
    const earlier = await get(`/families/${this.home.family.id}/imports`);
    const mine = earlier.items.filter((one) => one.student_id === (this.home.child?.id ?? null));
    show(
      this.place,
      make("h2", {}, `把老照片导入${this.home.child ? "到" : ""}「${this.home.name}」`),
      make("p", { class: "soft" }, "先看一遍要导入什么，你点头之前，什么都不会写进时间轴。"),
      this.choosers((found) => this.openNew(found)),
      understood(),
      mine.length ? this.earlier(mine) : null,
    );
  }

  choosers(take) {
    const picker = (words, hint, more) => {
      const input = make("input", { type: "file", ...more });
      input.addEventListener("change", () => input.files.length && this.taking(chosen(input.files), take));
      return make("label", { class: "choice" }, input, make("strong", {}, words), make("small", {}, hint));
    };
    const box = make(
      "div",
      { class: "choices" },
      picker("选一个文件夹", "连同里面所有的文件夹", { webkitdirectory: true, id: "folder" }),
      picker("选几张照片", "照片、视频、录音都可以", { multiple: true, id: "files" }),
      picker("选 ZIP", "不用先解压，分成几个的一起选", { accept: ".zip,application/zip", multiple: true, id: "zip" }),
      make("p", { class: "soft wide" }, "也可以直接拖进这个框里。"),
    );
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      this.taking(dropped(event.dataTransfer), take);
    });
    return box;
  }

  async taking(reading, take) {
    complain("");
    try {
      const found = await reading;
      if (!found.files.length) throw new Error("里面没有找到文件，换一个试试");
      await take(found);
    } catch (error) {
      await this.begin().catch(() => null);
      complain(error.message);
    }
  }

  earlier(imports) {
    const rows = imports.map((one) => {
      const day = new Date(one.began_at).toLocaleDateString("zh-CN");
      const words = `${day} · ${one.files} 个文件 · 收进 ${one.kept} 个`;
      const open = button(one.state === "done" ? "看清单" : "接着来", () => this.reopen(one));
      return make(
        "li",
        {},
        make("div", {}, make("strong", {}, one.name), make("small", {}, words)),
        make("span", { class: "state" }, STATES[one.state]),
        open,
      );
    });
    return make("section", {}, make("h3", {}, "以前导入的"), make("ul", { class: "rows" }, rows));
  }

  async reopen(one) {
    const importing = await get(`/imports/${one.id}`);
    if (importing.state === "preview") this.preview(importing, null);
    else if (importing.state === "running") this.goOn(importing);
    else reporting(this.place, importing, () => this.begin());
  }

  async openNew({ name, files }) {
    const body = { name: name.slice(0, 200), student_id: this.home.child?.id ?? null };
    const made = await call("POST", `/families/${this.home.family.id}/imports`, body);
    await this.look(made.id, files);
  }

  /** List the files, and see what would become of them. */
  async look(importId, files) {
    const bar = make("progress", { max: files.length, value: 0, "aria-label": "看过的文件" });
    const words = make("p", {}, "");
    show(this.place, make("h2", {}, "正在看这些文件"), bar, words);
    tell(`正在看 ${files.length} 个文件`);
    await list(importId, files, (n) => {
      bar.value = n;
      words.textContent = `${n} / ${files.length} 个。只看日期和有没有重复，还没有上传。`;
    });
    this.preview(await get(`/imports/${importId}`), files);
  }

  preview(importing, files, memory = { open: new Set(), at: "" }) {
    previewing(this.place, importing, files, memory, {
      changed: async () => this.preview(await get(`/imports/${importing.id}`), files, memory),
      start: async () => this.start(importing.id, files),
      cancel: async () => {
        await call("DELETE", `/imports/${importing.id}`);
        await this.begin();
      },
    });
  }

  async start(importId, files) {
    const started = await call("POST", `/imports/${importId}/start`);
    if (started.state === "done") reporting(this.place, started, () => this.begin());
    else if (files) await this.send(started, files);
    else this.goOn(started);
  }

  /** A started import whose files are not here: the same folder has to be chosen again. */
  goOn(importing) {
    const left = importing.found + importing.uploaded;
    show(
      this.place,
      make("h2", {}, `接着导入「${importing.name}」`),
      make("p", {}, `已经收进 ${importing.kept} 个，还有 ${left} 个。再选一次同一个文件夹或 ZIP，就从断开的地方接着传。`),
      this.choosers(({ files }) => this.send(importing, files)),
      make("p", { class: "acts" }, button("先不传了", () => this.begin()), this.canceller(importing)),
    );
  }

  canceller(importing) {
    const sure = "已经收进时间轴的会留着，剩下的就不导入了。确定吗？";
    return button("到此为止", async () => {
      if (!window.confirm(sure)) return;
      this.stop();
      const ended = await call("DELETE", `/imports/${importing.id}`);
      reporting(this.place, ended, () => this.begin());
    });
  }

  async send(importing, files) {
    this.stop();
    const bar = make("progress", { max: 1, value: 0, "aria-label": "导入的进度" });
    const [count, left, trouble] = [make("p", { class: "count" }), make("p"), make("p", { class: "trouble" })];
    const names = make("ul", { class: "sending" });
    show(
      this.place,
      make("h2", {}, `正在导入「${importing.name}」`),
      ...[bar, count, left, trouble, names],
      make("p", { class: "acts" }, button("暂停", () => this.paused(importing)), this.canceller(importing)),
    );
    this.sending = new Sending(importing.id, files, (now) => {
      const told = now.progress ?? importing;
      const settled = told.kept + told.skipped;
      bar.max = told.files || 1;
      bar.value = settled;
      count.textContent = `收进 ${told.kept} 个，没导入 ${told.skipped} 个，一共 ${told.files} 个`;
      left.textContent = told.found_bytes ? `还有大约 ${size(told.found_bytes)}，可以去做别的，别关掉这个页面。` : "照片都到了，正在放进时间轴。";
      trouble.textContent = now.trouble;
      show(names, [...now.under].map(([path, share]) => make("li", {}, make("span", {}, path), make("progress", { value: share, "aria-label": path }))));
    });
    window.addEventListener("beforeunload", this.keepOpen);
    tell("开始导入");
    const sending = this.sending;
    const ended = await sending.run();
    if (this.sending !== sending) return;
    this.stop();
    if (!ended) return;
    if (ended.state === "running") this.lacking(ended, sending.missing);
    else reporting(this.place, ended, () => this.begin());
  }

  paused(importing) {
    this.stop();
    tell("已经暂停");
    this.goOn(importing);
  }

  lacking(importing, missing) {
    this.goOn(importing);
    complain(`这次选的里面，有 ${missing} 个文件没找到。可能在别的文件夹里，或者已经改过。`);
  }
}
