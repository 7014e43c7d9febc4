// Takeout: what Google writes beside photos and about albums, as far as a family needs it.
//
// Where a photo was taken, and whom Google saw on it, is not even looked at.

import { day, words } from "./wording.js";

const MOST_CAPTION = 500;
const MOST_ALBUM = 60;
const CHINA = 8 * 3600;
const ESCAPED = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#34": '"' };
const OF_AN_ALBUM = ["albumData", "access", "date"];
/** What Google itself calls the folder of a year, or an album without a title. */
const NO_TITLES = new Set([
  ...["", "photosfrom", "fotosvon", "photosde", "fotosde", "fotodel", "fotosuit", "zdjęciaz"],
  ...["年的照片", "年的相片", "年の写真", "年的影像", "사진", "년사진", "фотографииза"],
  ...["年", "年月", "年月日", "untitled", "未命名", "无标题", "無標題"],
]);

/**
 * A JSON file: `{kind: "photo", title, taken, caption}`, `{kind: "album", album}`, `{kind: "other"}`
 * for one that is neither, or `{kind: "unreadable"}`. `taken` and the texts may be empty.
 */
export function readTakeout(text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    return { kind: "unreadable" };
  }
  if (!isObject(said)) return { kind: "other" };
  if (isObject(said.photoTakenTime)) {
    const caption = plain(said.description, MOST_CAPTION);
    return { kind: "photo", title: plain(said.title, 400), taken: taken(said), caption };
  }
  const title = isObject(said.albumData) ? said.albumData.title : said.title;
  const isAlbum = typeof title === "string" && OF_AN_ALBUM.some((name) => name in said);
  return isAlbum ? { kind: "album", album: named(plain(title, MOST_ALBUM)) } : { kind: "other" };
}

/** A title that somebody gave; "" for the ones that only say when. */
export function named(title) {
  const bare = title.replace(/[\p{N}\p{P}\p{S}\p{Z}]/gu, "").toLowerCase();
  return NO_TITLES.has(bare) ? "" : title;
}

/** The day in China; none if Google knew only when it got the file. */
function taken({ photoTakenTime, creationTime }) {
  const seconds = timestamp(photoTakenTime);
  if (!seconds || seconds === timestamp(creationTime)) return "";
  const moment = new Date((seconds + CHINA) * 1000);
  return Number.isNaN(moment.getTime()) ? "" : day(moment.toISOString());
}

function timestamp(time) {
  const text = isObject(time) ? `${time.timestamp}` : "";
  return /^-?\d{1,11}$/.test(text) ? Number(text) : 0;
}

const plain = (text, most) =>
  words(words(text, most * 8).replace(/&(#?\w+);/g, (whole, name) => ESCAPED[name] ?? whole), most);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
