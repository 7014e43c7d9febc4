// Downloading: the originals of a stretch of time or of the whole album, one after the other.

import { every, save } from "./api.js";
import { button, complain, make, pause, show, tell } from "./elements.js";
import { spanForm, spanInWords } from "./spans.js";
import { entries, photosOf } from "./timeline.js";

const AT_ONCE = 100;
const BETWEEN = 0.8;
const ENDINGS = {
  "image/jpeg": "jpg",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
};

/** The task at a place of the page. */
export function downloading(place, home) {
  const found = make("div", { id: "found" });
  const list = (photos, words) => new Gallery(found, home, words).fill(photos);
  const ofSpan = (span) => list(photosOfSpan(home, span), spanInWords(span));
  const whole = button("家里的全部照片", () => list(ofAlbum(home), "全部"));
  show(
    place,
    make("h2", {}, `下载「${home.name}」的原图`),
    make("p", { class: "soft" }, "原图是当初传上来的那个文件，一个字节都没有改。"),
    spanForm("找出来", ofSpan),
    make("p", { class: "acts" }, whole),
    found,
  );
}

async function* photosOfSpan(home, span) {
  for await (const entry of entries(home, span)) yield* await photosOf(entry);
}

async function* ofAlbum(home) {
  yield* every(`/families/${home.family.id}/photos`);
}

class Gallery {
  constructor(place, home, words) {
    [this.place, this.home, this.words] = [place, home, words];
    this.photos = [];
    this.grid = make("ul", { class: "gallery" });
    this.more = make("p", { class: "acts" });
    this.count = make("p", { class: "count", role: "status" });
    this.all = button("一张一张存下来", () => this.saveAll(), "main");
  }

  /** So many pictures at a time; the button for more is there while there are any. */
  async fill(photos) {
    show(this.place, this.count, make("p", { class: "acts" }, this.all), this.grid, this.more);
    this.source = photos;
    await this.next();
  }

  async next() {
    complain("");
    show(this.more, "正在找……");
    try {
      for (let n = 0; n < AT_ONCE; n += 1) {
        const { value, done } = await this.source.next();
        if (done) return this.said(false);
        if (value.state === "ready") this.add(value);
      }
      this.said(true);
    } catch (error) {
      complain(error.message);
      this.said(true);
    }
    return undefined;
  }

  said(isMore) {
    show(this.more, isMore ? button("再找一些", () => this.next()) : null);
    this.count.textContent = this.photos.length
      ? `${this.words}：${isMore ? "先找出" : "一共"} ${this.photos.length} 个`
      : `${this.words}：没有照片`;
    this.all.hidden = !this.photos.length;
    tell(this.count.textContent);
  }

  add(photo) {
    this.photos.push(photo);
    const alt = photo.caption || `${photo.when}的${photo.medium === "photo" ? "照片" : "文件"}`;
    const picture = make("img", { src: photo.thumb, alt, loading: "lazy", width: 160, height: 160 });
    const link = button("下载原图", () => this.saveOne(photo), "", { "aria-label": `下载原图：${alt}` });
    this.grid.append(make("li", {}, photo.medium === "audio" ? null : picture, make("small", {}, photo.when), link));
  }

  async saveOne(photo) {
    complain("");
    try {
      await this.keep(photo);
      tell("存好了");
    } catch (error) {
      complain(error.message);
    }
  }

  async keep(photo) {
    const reply = await fetch(photo.original).catch(() => null);
    if (!reply?.ok) throw new Error("这张现在下载不了，请刷新页面再试");
    const blob = await reply.blob();
    const day = (photo.taken || "日期待补").replaceAll(/[/~?%]/g, "");
    save(blob, `${this.home.name}-${day}-${photo.id.slice(-8)}.${ENDINGS[blob.type] ?? "bin"}`);
  }

  /** One after the other: a browser holds back what would all be saved at once. */
  async saveAll() {
    this.all.disabled = true;
    const failed = [];
    for (const [n, photo] of [...this.photos].entries()) {
      this.all.textContent = `正在存第 ${n + 1} 个，一共 ${this.photos.length} 个`;
      await this.keep(photo).catch(() => failed.push(photo));
      await pause(BETWEEN);
    }
    this.all.disabled = false;
    this.all.textContent = "再存一遍";
    tell(`存好了 ${this.photos.length - failed.length} 个`);
    if (failed.length) complain(`有 ${failed.length} 个没有存下来，请再试一次`);
  }
}
