// ZIP archives (APPNOTE 6.3): read in place, however large, by their central directory.

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END_64_BYTES = 56;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 0xffff;
const IN_64 = 0xffffffff;
const EXTRA_64 = 0x0001;
const EXTRA_NAME = 0x7075;
const ENCRYPTED = 1;
const UTF8 = 1 << 11;
const STORED = 0;
const DEFLATED = 8;

const bytesOf = async (blob, start, end) => new DataView(await blob.slice(start, end).arrayBuffer());
const large = (view, at) => Number(view.getBigUint64(at, true));

/** The files of a ZIP: `{path, size, open}`; throws when it is none, or its end is missing. */
export async function readZip(blob) {
  const directory = await findDirectory(blob);
  const view = await bytesOf(blob, directory.start, directory.start + directory.bytes);
  const files = [];
  for (let at = 0; at + ENTRY_BYTES <= view.byteLength && view.getUint32(at, true) === ENTRY; ) {
    const entry = readEntry(view, at);
    at += entry.bytes;
    if (entry.path.endsWith("/")) continue;
    const start = entry.start + directory.shift;
    files.push({ path: entry.path, size: entry.size, open: () => content(blob, entry, start) });
  }
  return files;
}

/** Where the central directory lies; `shift` is what stands before the archive itself. */
async function findDirectory(blob) {
  const from = Math.max(0, blob.size - END_BYTES - MOST_COMMENT);
  const tail = await bytesOf(blob, from, blob.size);
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at -= 1;
  if (at < 0) throw new Error("这不是一个完整的 ZIP，可能没有下载完");
  const end = from + at;
  const told = { bytes: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
  const further = await findDirectory64(blob, end);
  const { bytes, start, before } = further ?? { ...told, before: end };
  return { start: before - bytes, bytes, shift: before - bytes - start };
}

async function findDirectory64(blob, end) {
  if (end < LOCATOR_BYTES) return null;
  const locator = await bytesOf(blob, end - LOCATOR_BYTES, end);
  if (locator.getUint32(0, true) !== LOCATOR_64) return null;
  for (const before of [large(locator, 8), end - LOCATOR_BYTES - END_64_BYTES]) {
    const view = await bytesOf(blob, before, before + END_64_BYTES);
    if (view.byteLength === END_64_BYTES && view.getUint32(0, true) === END_64) {
      return { bytes: large(view, 40), start: large(view, 48), before };
    }
  }
  throw new Error("这个 ZIP 的目录坏了");
}

function readEntry(view, at) {
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const name = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, nameBytes);
  const extras = readExtras(view, at + ENTRY_BYTES + nameBytes, extraBytes);
  const flags = view.getUint16(at + 8, true);
  const entry = {
    flags,
    method: view.getUint16(at + 10, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    start: view.getUint32(at + 42, true),
    path: (extras.name ?? decode(name, flags & UTF8)).replaceAll("\\", "/"),
    bytes: ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true),
  };
  for (const field of ["size", "packed", "start"]) {
    if (entry[field] === IN_64 && extras.large.length) entry[field] = extras.large.shift();
  }
  return entry;
}

function readExtras(view, start, bytes) {
  const found = { large: [], name: null };
  for (let at = start; at + 4 <= start + bytes; at += 4 + view.getUint16(at + 2, true)) {
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > start + bytes) break;
    if (view.getUint16(at, true) === EXTRA_64) {
      for (let n = 0; n + 8 <= length; n += 8) found.large.push(large(view, at + 4 + n));
    }
    if (view.getUint16(at, true) === EXTRA_NAME && length > 5) {
      found.name = decode(new Uint8Array(view.buffer, view.byteOffset + at + 9, length - 5), true);
    }
  }
  return found;
}

/** Windows in China has always packed names in GBK, without saying so. */
function decode(bytes, saysUtf8) {
  try {
    return new TextDecoder("utf-8", { fatal: !saysUtf8 }).decode(bytes);
  } catch {
    return new TextDecoder("gbk").decode(bytes);
  }
}

async function content(blob, entry, start) {
  if (entry.flags & ENCRYPTED) throw new Error("这个文件有密码，请先解压再选");
  const head = await bytesOf(blob, start, start + LOCAL_BYTES);
  if (head.byteLength < LOCAL_BYTES || head.getUint32(0, true) !== LOCAL) {
    throw new Error("这个 ZIP 里有文件坏了");
  }
  const from = start + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = blob.slice(from, from + entry.packed);
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) throw new Error("这个 ZIP 的压缩方法读不了，请先解压再选");
  return inflate(packed, entry.size);
}

/** No more than the directory promised: a bomb is not unpacked. */
async function inflate(packed, size) {
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let length = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    parts.push(step.value);
    length += step.value.length;
    if (length > size) {
      await reader.cancel();
      break;
    }
  }
  if (length !== size) throw new Error("这个 ZIP 里有文件坏了");
  return new Blob(parts);
}
