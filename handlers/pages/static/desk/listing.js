// Listing: each file's path, size, SHA-256 and day go to the service, and no file itself; also the
// day, the words and the album that stand in a note beside it.

import { call, patiently } from "./api.js";
import { readNotes } from "./notes.js";
import { dayTaken } from "./taken.js";

const AT_ONCE = 500;
const MOST_BODY = 48 << 10;
const MOST_HASHED = 50 << 20;
const READERS = 3;
const READABLE = /\.(jpe?g|jpe|heic|heif|png|webp|gif|avif|mp4|mov|m4v|3gp|m4a|mp3)$/i;

/** List files under an import; `seen(n)` after each one. Again lists them anew. */
export async function list(importId, files, seen) {
  const photos = files.map((file) => file.path).filter((path) => READABLE.test(path));
  const noted = await readNotes(files, photos);
  const waiting = [];
  let bytes = 0;
  let done = 0;
  let sending = Promise.resolve();
  const flush = () => {
    const items = waiting.splice(0);
    bytes = 0;
    const put = () => patiently(() => call("PUT", `/imports/${importId}/items`, { items }));
    if (items.length) sending = sending.then(put);
    return sending;
  };
  await inParallel(files, READERS, async (file) => {
    const item = { ...(await told(file)), ...noted.get(file.path) };
    const length = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    if (waiting.length === AT_ONCE || bytes + length > MOST_BODY) await flush();
    waiting.push(item);
    bytes += length;
    seen((done += 1));
  });
  await flush();
}

/** Run `work` over all items, so many at a time; the first failure ends it. */
export async function inParallel(items, workers, work) {
  const queue = [...items];
  const run = async () => {
    while (queue.length) await work(queue.shift());
  };
  try {
    await Promise.all(Array.from({ length: workers }, run));
  } finally {
    queue.length = 0;
  }
}

async function told(file) {
  const item = { path: file.path, bytes: file.size };
  if (!READABLE.test(file.path) || file.size === 0) return item;
  try {
    const blob = await file.open();
    const day = await dayTaken(blob);
    if (day) item.exif_taken = day;
    if (file.size <= MOST_HASHED) item.sha256 = await sha256(blob);
  } catch {
    // it cannot be read here: the sending will say so again, and then it is left out
  }
  return item;
}

/** In hexadecimal; empty where the browser offers none (a page without TLS). */
export async function sha256(blob) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
