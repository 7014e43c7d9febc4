// Storing: one file goes straight to Kodo with its ticket, in one piece or, if large, in parts.

import { call } from "./api.js";
import { pause } from "./elements.js";

const TRIES = 4;
const HAS_IT = new Set([579, 614]);
const REFUSED = new Set([400, 403, 413]);

/** Kodo will never take this file with this ticket: its kind or its size is another. */
export class Unfit extends Error {}

/** Put a file; `moved(share)` from 0 to 1. Throws Unfit, or anything else that may pass. */
export async function store(ticket, blob, moved, signal) {
  const status = ticket.parts
    ? await inParts(ticket, blob, moved, signal)
    : await inOnePiece(ticket, blob, moved, signal);
  if (REFUSED.has(status)) throw new Unfit(`Kodo ${status}`);
  if (HAS_IT.has(status)) await call("POST", `/uploads/${ticket.upload_id}/confirmation`);
  else if (status < 200 || status > 299) throw new Error(`Kodo ${status}`);
}

async function inOnePiece(ticket, blob, moved, signal) {
  const form = new FormData();
  form.append("token", ticket.token);
  form.append("key", ticket.key);
  form.append("file", blob, ticket.name);
  return (await send("POST", ticket.url, form, {}, moved, signal)).status;
}

/** Kodo's multipart upload v2: a part that was lost is sent again, the others stay. */
async function inParts(ticket, blob, moved, signal) {
  const headers = { Authorization: `UpToken ${ticket.token}` };
  const place = `${ticket.url}/buckets/${bucketOf(ticket)}/objects/${base64(ticket.key)}/uploads`;
  const begun = await send("POST", place, null, headers, () => {}, signal);
  if (begun.status !== 200) return begun.status;
  const upload = `${place}/${begun.body.uploadId}`;
  const parts = [];
  for (let n = 1; n <= ticket.parts; n += 1) {
    const part = blob.slice((n - 1) * ticket.part_bytes, n * ticket.part_bytes);
    const share = (done) => moved((n - 1 + done) / ticket.parts);
    const put = await again(() => send("PUT", `${upload}/${n}`, part, headers, share, signal), signal);
    if (put.status !== 200) return put.status;
    parts.push({ partNumber: n, etag: put.body.etag });
  }
  const whole = JSON.stringify({ parts, fname: ticket.name });
  return (await send("POST", upload, whole, headers, () => {}, signal)).status;
}

async function again(act, signal) {
  for (let n = 1; ; n += 1) {
    try {
      const reply = await act();
      if (reply.status < 500 || n === TRIES) return reply;
    } catch (error) {
      if (n === TRIES || signal.aborted) throw error;
    }
    await pause(2 ** n);
  }
}

/** `fetch` tells nothing of what it has sent; the older way does. */
function send(method, url, body, headers, moved, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.total && moved(event.loaded / event.total);
    request.onload = () => done({ status: request.status, body: parsed(request.responseText) });
    request.onerror = () => failed(new Error("network"));
    request.onabort = () => failed(new DOMException("stopped", "AbortError"));
    const stop = () => request.abort();
    request.onloadend = () => signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    signal.addEventListener("abort", stop);
    request.send(body);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const base64 = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_");

/** The upload policy, which the token carries, names the bucket before the key. */
function bucketOf(ticket) {
  const policy = ticket.token.split(":")[2].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(policy)).scope.split(":")[0];
}
