// The day a camera wrote (DateTimeOriginal, CIPA DC-008) in a JPEG or a HEIC; "" where there is none.

const HEAD_BYTES = 1 << 18;
const EXIF_IFD = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const MOST_EXIF = 1 << 20;

/** `2016-05-01`, by the first bytes of a file; broken ones have no day. */
export async function dayTaken(blob) {
  try {
    const head = new DataView(await blob.slice(0, HEAD_BYTES).arrayBuffer());
    if (head.byteLength < 12) return "";
    if (head.getUint16(0) === 0xffd8) return dayInJpeg(head);
    if (text(head, 4, 4) === "ftyp") return await dayInHeic(blob, head);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return "";
}

const text = (view, at, length) =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));

function dayInJpeg(view) {
  for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) break;
    const isExif = marker === 0xe1 && text(view, at + 4, 6) === "Exif\0\0";
    if (isExif) return dayInTiff(new DataView(view.buffer, at + 10));
    at += 2 + view.getUint16(at + 2);
  }
  return "";
}

function dayInTiff(view) {
  const little = view.getUint16(0) === 0x4949;
  const details = find(view, view.getUint32(4, little), EXIF_IFD, little);
  if (!details) return "";
  const at = find(view, view.getUint32(details, little), DATE_TIME_ORIGINAL, little);
  const written = at && text(view, view.getUint32(at, little), 10);
  return /^\d{4}:\d{2}:\d{2}$/.test(written) ? written.replaceAll(":", "-") : "";
}

/** Where the value of a tag stands in a directory; 0 for none. */
function find(view, directory, tag, little) {
  const count = view.getUint16(directory, little);
  for (let n = 0; n < count; n += 1) {
    const at = directory + 2 + 12 * n;
    if (view.getUint16(at, little) === tag) return at + 8;
  }
  return 0;
}

function* boxes(view, from, to) {
  for (let at = from; at + 8 <= to; ) {
    const length = view.getUint32(at) || to - at;
    yield { type: text(view, at + 4, 4), start: at + 8, end: Math.min(at + length, to) };
    if (length < 8) return;
    at += length;
  }
}

/** ISO/IEC 23008-12: the item of type Exif, and where its bytes lie. */
async function dayInHeic(blob, view) {
  const meta = [...boxes(view, 0, view.byteLength)].find((box) => box.type === "meta");
  if (!meta) return "";
  const inside = [...boxes(view, meta.start + 4, meta.end)];
  const named = (type) => inside.find((box) => box.type === type);
  if (!named("iinf") || !named("iloc")) return "";
  const place = placeOf(view, named("iloc"), exifItem(view, named("iinf")));
  if (!place) return "";
  const bytes = blob.slice(place.offset, place.offset + Math.min(place.length, MOST_EXIF));
  const exif = new DataView(await bytes.arrayBuffer());
  return dayInTiff(new DataView(exif.buffer, 4 + exif.getUint32(0)));
}

function exifItem(view, box) {
  const first = box.start + (view.getUint8(box.start) ? 8 : 6);
  for (const entry of boxes(view, first, box.end)) {
    const wide = view.getUint8(entry.start) >= 3;
    const id = wide ? view.getUint32(entry.start + 4) : view.getUint16(entry.start + 4);
    if (text(view, entry.start + (wide ? 10 : 8), 4) === "Exif") return id;
  }
  return null;
}

function placeOf(view, box, wanted) {
  const version = view.getUint8(box.start);
  let at = box.start + 4;
  const number = (bytes) => {
    let value = 0;
    for (let n = 0; n < bytes; n += 1) value = value * 256 + view.getUint8(at++);
    return value;
  };
  const sizes = number(2);
  const [offsetBytes, lengthBytes] = [sizes >> 12, (sizes >> 8) & 15];
  const [baseBytes, indexBytes] = [(sizes >> 4) & 15, version ? sizes & 15 : 0];
  for (let items = number(version < 2 ? 2 : 4); items > 0; items -= 1) {
    const id = number(version < 2 ? 2 : 4);
    const method = version ? number(2) & 15 : 0;
    number(2);
    const base = number(baseBytes);
    let place = null;
    for (let extents = number(2); extents > 0; extents -= 1) {
      number(indexBytes);
      const extent = { offset: base + number(offsetBytes), length: number(lengthBytes) };
      place ??= extent;
    }
    if (id === wanted) return method === 0 ? place : null;
  }
  return null;
}
