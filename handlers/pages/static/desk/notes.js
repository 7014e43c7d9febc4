// Notes: what stands beside photos in files of their own, read here; only days, words and titles
// go to the service with the list.

import { pair } from "./pairing.js";
import { named, readTakeout } from "./takeout.js";
import { words } from "./wording.js";
import { readXmp } from "./xmp.js";

const NOTE = /\.(json|xmp)$/i;
const BESIDE_A_PHOTO = /\.(jpe?g|jpe|heic|heif|png|webp|gif|avif|mp4|mov|m4v|3gp)[^/]*\.json$/i;
const AT_ONCE = 16;
const MOST_BYTES = 1 << 20;
const MOST_ALBUM = 60;
const BY_PEOPLE = /\p{Script=Han}/u;

/**
 * What the notes among `files` add to the list, by path: of a photo `{note_taken, caption, album}`
 * as far as it is told, of a note `{note}`: read, unreadable, alone or unclear.
 */
export async function readNotes(files, photos) {
  const read = new Map();
  const written = files.filter((file) => NOTE.test(file.path));
  for (let n = 0; n < written.length; n += AT_ONCE) {
    const some = written.slice(n, n + AT_ONCE);
    const said = await Promise.all(some.map(opened));
    some.forEach((file, place) => read.set(file.path, said[place]));
  }
  const ofPhotos = [...read].filter(([, { kind }]) => kind === "photo");
  const notes = ofPhotos.map(([path, { title }]) => ({ path, title }));
  const { told, alone, unclear } = pair(photos, notes);
  const found = new Map();
  for (const [path, { kind }] of read) {
    if (kind !== "other") found.set(path, { note: kind === "unreadable" ? kind : "read" });
  }
  for (const path of alone) found.set(path, { note: "alone" });
  for (const path of unclear) found.set(path, { note: "unclear" });
  const albums = albumsOf(read, told);
  for (const path of photos) {
    const said = (told.get(path) ?? []).map((note) => read.get(note));
    found.set(path, together(said, albums.get(folderOf(path))));
  }
  return found;
}

async function opened(file) {
  const isXmp = /\.xmp$/i.test(file.path);
  const broken = isXmp || BESIDE_A_PHOTO.test(file.path) ? "unreadable" : "other";
  if (file.size > MOST_BYTES) return { kind: broken };
  try {
    const text = await (await file.open()).text();
    const said = isXmp ? readXmp(text) : readTakeout(text);
    return said.kind === "unreadable" ? { kind: broken } : said;
  } catch {
    return { kind: broken };
  }
}

/** By folder: the title that Google notes; beside other notes, the folder's own name is one. */
function albumsOf(read, told) {
  const albums = new Map();
  for (const [path, { album }] of read) {
    if (album && !albums.get(folderOf(path))) albums.set(folderOf(path), album);
  }
  for (const [path, notes] of told) {
    const folder = folderOf(path);
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    const isTitle = BY_PEOPLE.test(name) && notes.some((note) => /\.xmp$/i.test(note));
    if (isTitle && !albums.has(folder)) albums.set(folder, words(named(name), MOST_ALBUM));
  }
  return albums;
}

/** Several notes of one photo complete each other. */
function together(said, album) {
  const first = (name) => said.map((one) => one[name]).find(Boolean);
  const all = { note_taken: first("taken"), caption: first("caption"), album };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

const folderOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
