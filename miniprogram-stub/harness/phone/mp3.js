/**
 * A recording that can really be played and read: MPEG-2 layer III, one channel, 16 kHz, 32 kbit/s.
 * Each frame holds one spectral line, whose strength rises and falls as a voice's does.
 */
const FRAME = { bytes: 144, milliseconds: 36 }
/** Sync, MPEG-2, layer III, no CRC; 32 kbit/s, 16 kHz; one channel. */
const HEADER = [0xff, 0xf3, 0x48, 0xc0]
const SILENT_PAIRS = 16
const LOUDNESS = { middle: 184, swing: 8, frames: 40 }

/**
 * @param {number} duration in milliseconds
 * @returns {Blob} audio/mpeg
 */
export function recording(duration) {
  const count = Math.max(2, Math.ceil(duration / FRAME.milliseconds))
  return new Blob(Array.from({ length: count }, (_, index) => frame(loudness(index))), { type: 'audio/mpeg' })
}

const loudness = (index) => Math.round(LOUDNESS.middle + LOUDNESS.swing * Math.sin((2 * Math.PI * index) / LOUDNESS.frames))

function frame(gain) {
  // Huffman table 1: `1` is (0, 0) and `01` is (1, 0), which a sign bit follows.
  const spectrum = `${'1'.repeat(SILENT_PAIRS)}010`
  const side = [
    [0, 9], // the data begins here; nothing private
    [spectrum.length, 12],
    [SILENT_PAIRS + 1, 9], // pairs
    [gain, 8],
    [0, 10], // no scale factors, ordinary windows
    [1, 5], [1, 5], [1, 5], // table 1 in all three regions
    [0, 9], // where regions end, and the rest
  ]
  const bits = side.map(([value, width]) => value.toString(2).padStart(width, '0')).join('') + spectrum
  const bytes = new Uint8Array(FRAME.bytes)
  bytes.set(HEADER)
  for (let at = 0; at < bits.length; at += 8) bytes[HEADER.length + at / 8] = parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2)
  return bytes
}
