/** Markers of JPEG segments that carry what a phone's picker leaves out: EXIF and XMP, IPTC, comments. */
const DROPPED = new Set([0xe1, 0xed, 0xfe])
const START_OF_SCAN = 0xda

/**
 * A JPEG without its metadata, its pixels untouched; anything else as it is.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function withoutMetadata(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes
  const kept = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3]
    if (!DROPPED.has(bytes[at + 1])) kept.push(bytes.subarray(at, end))
    at = end
  }
  kept.push(bytes.subarray(at))
  return joined(kept)
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
