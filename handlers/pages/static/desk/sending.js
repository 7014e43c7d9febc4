// Sending: the files of a started import that are here, one after the other, until none is left.

import { Refused, call, every, get } from "./api.js";
import { pause } from "./elements.js";
import { inParallel, sha256 } from "./listing.js";
import { Unfit, store } from "./storing.js";

const AT_ONCE = 3;
const TICKETS = 6;
const LOOK_EVERY = 2;
const ASK_AGAIN = 120;
const LONGEST_WAIT = 30;
const GONE = new Set([401, 403, 404]);

/** Sends what an import still lacks, as far as it is among `files`; `changed` after each step. */
export class Sending {
  constructor(importId, files, changed) {
    this.importId = importId;
    this.files = files;
    this.changed = changed;
    this.missing = 0;
    this.trouble = "";
    this.under = new Map();
    this.stopping = new AbortController();
    this.stopped = new Promise((done) => this.stopping.signal.addEventListener("abort", done));
    this.hashes = new Map();
    this.askedAt = new Map();
  }

  stop() {
    this.stopping.abort();
  }

  get isStopped() {
    return this.stopping.signal.aborted;
  }

  /** The import when it has ended, or as it stands when there is nothing here to send. */
  async run() {
    const looking = this.look();
    for (let wait = LOOK_EVERY; !this.isStopped; ) {
      const left = await this.tolerant(() => this.pass());
      if (left === 0) break;
      wait = left === undefined ? Math.min(wait * 2, LONGEST_WAIT) : LOOK_EVERY;
      await this.rest(wait);
    }
    await looking;
    return this.progress;
  }

  /** One round over all that has not come; how many of them are here. */
  async pass() {
    const here = [];
    let missing = 0;
    for await (const item of every(`/imports/${this.importId}/items?state=found`)) {
      const file = await this.fileOf(item);
      if (file) here.push({ item, file });
      else missing += 1;
    }
    this.missing = missing;
    this.allSent = here.length === 0;
    const lately = Date.now() - ASK_AGAIN * 1000;
    const due = here.filter(({ item }) => !(this.askedAt.get(item.id) > lately));
    for (let n = 0; n < due.length && !this.isStopped; n += TICKETS) {
      await this.sendSome(due.slice(n, n + TICKETS));
    }
    return here.length;
  }

  async sendSome(some) {
    const item_ids = some.map(({ item }) => item.id);
    const turns = await call("POST", `/imports/${this.importId}/tickets`, { item_ids });
    const files = new Map(some.map(({ item, file }) => [item.id, file]));
    for (const turn of turns.items) if (!turn.ticket) this.askedAt.set(turn.item.id, Date.now());
    const sendable = turns.items.filter((turn) => turn.ticket);
    await inParallel(sendable, AT_ONCE, (turn) => this.send(turn, files.get(turn.item.id)));
  }

  async send({ item, ticket }, file) {
    const moved = (share) => {
      this.under.set(item.path, share);
      this.changed(this);
    };
    moved(0);
    try {
      await store(ticket, await this.opened(file), moved, this.stopping.signal);
      this.askedAt.set(item.id, Date.now());
      this.trouble = "";
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      await this.giveUp(item);
    } finally {
      this.under.delete(item.path);
      this.changed(this);
    }
  }

  async opened(file) {
    try {
      return await file.open();
    } catch (error) {
      throw new Unfit(error.message);
    }
  }

  async giveUp(item) {
    const said = { paths: [item.path], skipped: true };
    await call("PUT", `/imports/${this.importId}/groups`, said);
  }

  /** The same file as was listed: by path and size; else, in another folder, by its bytes. */
  async fileOf(item) {
    this.byPath ??= new Map(this.files.map((file) => [file.path, file]));
    const file = this.byPath.get(item.path);
    if (file?.size === item.bytes) return file;
    if (!item.sha256) return null;
    this.bySize ??= grouped(this.files);
    for (const other of this.bySize.get(item.bytes) ?? []) {
      if ((await this.hashOf(other)) === item.sha256) return other;
    }
    return null;
  }

  async hashOf(file) {
    if (!this.hashes.has(file)) {
      const hash = await file.open().then(sha256, () => "");
      this.hashes.set(file, hash);
    }
    return this.hashes.get(file);
  }

  /** Watch the import until it has ended, or until nothing more can come from here. */
  async look() {
    while (!this.isStopped) {
      await this.tolerant(async () => {
        this.progress = await get(`/imports/${this.importId}`);
      });
      this.changed(this);
      if (this.progress && this.progress.state !== "running") this.stop();
      if (this.allSent && this.missing && !this.progress?.uploaded) return;
      await this.rest(LOOK_EVERY);
    }
  }

  /** Try; what the network or the service could not do now is tried again later. */
  async tolerant(act) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refused && GONE.has(error.status)) this.stop();
      if (error instanceof Refused && error.status === 409) return 0;
      if (!this.isStopped) this.trouble = "网络不太好，正在重试，已经传完的不会丢";
      return undefined;
    }
  }

  async rest(seconds) {
    await Promise.race([pause(seconds), this.stopped]);
  }
}

function grouped(files) {
  const found = new Map();
  for (const file of files) found.set(file.size, [...(found.get(file.size) ?? []), file]);
  return found;
}
