// The API: requests of the one who sits here; the token lives as long as this tab, and no longer.

import { pause } from "./elements.js";

const KEPT = "desk-token";
const LATER = new Set([429, 503]);
const LONGEST_WAIT = 32;

/** A refusal, with the sentence that the service has for people, and the field it is about. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "出了点问题，请稍后再试");
    this.status = status;
    this.code = problem.code ?? "";
    this.field = problem.errors?.[0]?.path ?? "";
  }
}

/** The network is away; nothing was lost. */
export class Away extends Error {
  constructor() {
    super("网络好像断了，请检查一下再试");
  }
}

export const isSignedIn = () => sessionStorage.getItem(KEPT) !== null;
export const remember = (token) => sessionStorage.setItem(KEPT, token);
export const forget = () => sessionStorage.removeItem(KEPT);

const requestKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/** The keys of creations whose answer is not known: sent again, each makes nothing new. */
const unanswered = new Map();

async function answer(method, path, body) {
  const headers = {};
  const written = JSON.stringify(body);
  const sending = `${path} ${written}`;
  const token = sessionStorage.getItem(KEPT);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (method === "POST") {
    headers["Idempotency-Key"] = unanswered.get(sending) ?? requestKey();
    unanswered.set(sending, headers["Idempotency-Key"]);
  }
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = { method, headers, cache: "no-store", body: written };
  let reply;
  try {
    reply = await fetch(`/api/v1${path}`, sent);
  } catch {
    throw new Away();
  }
  if (reply.status < 500) unanswered.delete(sending);
  if (reply.ok) {
    if (method !== "GET") window.dispatchEvent(new Event("changed"));
    return reply;
  }
  const refusal = new Refused(reply.status, await reply.json().catch(() => ({})));
  if (reply.status === 401 && token) {
    forget();
    window.dispatchEvent(new Event("signed-out"));
  }
  throw refusal;
}

/** One call; the status and the JSON of its answer. */
export async function exchange(method, path, body) {
  const reply = await answer(method, path, body);
  return { status: reply.status, body: reply.status === 204 ? null : await reply.json() };
}

export const call = async (method, path, body) => (await exchange(method, path, body)).body;
export const get = (path) => call("GET", path);
export const download = async (path) => (await answer("GET", path)).blob();

/** The same act again, for about a minute, while the network or the service is away. */
export async function patiently(act) {
  for (let wait = 1; ; wait *= 2) {
    try {
      return await act();
    } catch (error) {
      const passes = error instanceof Away || LATER.has(error.status);
      if (!passes || wait > LONGEST_WAIT) throw error;
      await pause(wait);
    }
  }
}

/** A list's path, going on from a cursor. */
export const fromCursor = (path, cursor) =>
  cursor ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : path;

/** Every item of a list, page after page. */
export async function* every(path) {
  let cursor = "";
  do {
    const page = await get(fromCursor(path, cursor));
    yield* page.items;
    cursor = page.next;
  } while (cursor);
}

/** Save a file of this page's own under a name. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
