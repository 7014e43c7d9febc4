/** ThumbHash (Evan Wallace, 2023): a blurred picture of about 25 bytes, drawn as a BMP data URL. */

const SIDE = 32

/** @type {Map<string, string>} */
const drawn = new Map()

/**
 * A picture that an <image> takes.
 * @param {string} hash Base64, with or without padding
 * @returns {string} empty where the hash cannot be read
 */
function dataUrl(hash) {
  let url = drawn.get(hash)
  if (url === undefined) {
    url = draw(hash)
    drawn.set(hash, url)
  }
  return url
}

/** @param {string} hash */
function draw(hash) {
  const bytes = new Uint8Array(wx.base64ToArrayBuffer(hash.padEnd(Math.ceil(hash.length / 4) * 4, '=')))
  if (bytes.length < 5) return ''
  const { width, height, colour } = decoded(bytes)
  return `data:image/bmp;base64,${wx.arrayBufferToBase64(bitmap(width, height, colour))}`
}

/**
 * The picture as the format has it: luminance, yellow-blue and red-green as cosine series.
 * @param {Uint8Array} hash
 */
function decoded(hash) {
  const head = hash[0] | (hash[1] << 8) | (hash[2] << 16)
  const tail = hash[3] | (hash[4] << 8)
  const alpha = head >> 23
  const landscape = tail >> 15
  const lx = Math.max(3, landscape ? (alpha ? 5 : 7) : tail & 7)
  const ly = Math.max(3, landscape ? tail & 7 : alpha ? 5 : 7)
  let at = 0
  const start = alpha ? 6 : 5
  /** @param {number} nx @param {number} ny @param {number} scale */
  const series = (nx, ny, scale) => {
    const terms = []
    for (let cy = 0; cy < ny; cy += 1) {
      for (let cx = cy ? 0 : 1; cx * ny < nx * (ny - cy); cx += 1) {
        terms.push((((hash[start + (at >> 1)] >> ((at & 1) << 2)) & 15) / 7.5 - 1) * scale)
        at += 1
      }
    }
    return terms
  }
  const waves = {
    l: { dc: (head & 63) / 63, nx: lx, ny: ly, ac: series(lx, ly, ((head >> 18) & 31) / 31) },
    p: { dc: ((head >> 6) & 63) / 31.5 - 1, nx: 3, ny: 3, ac: series(3, 3, (((tail >> 3) & 63) / 63) * 1.25) },
    q: { dc: ((head >> 12) & 63) / 31.5 - 1, nx: 3, ny: 3, ac: series(3, 3, (((tail >> 9) & 63) / 63) * 1.25) },
  }
  const ratio = lx / ly
  const width = Math.round(ratio > 1 ? SIDE : SIDE * ratio)
  const height = Math.round(ratio > 1 ? SIDE / ratio : SIDE)
  return { width, height, colour: painter(waves, width, height) }
}

/**
 * @typedef {{dc: number, nx: number, ny: number, ac: number[]}} Wave
 * @param {{l: Wave, p: Wave, q: Wave}} waves
 * @param {number} width @param {number} height
 * @returns {(x: number, y: number) => number[]} red, green and blue, 0 to 255
 */
function painter({ l, p, q }, width, height) {
  return (x, y) => {
    const [light, blue, red] = [l, p, q].map((wave) => value(wave, (x + 0.5) / width, (y + 0.5) / height))
    const b = light - (2 / 3) * blue
    const r = (3 * light - b + red) / 2
    return [r, r - red, b].map((one) => Math.round(255 * Math.min(1, Math.max(0, one))))
  }
}

/** @param {Wave} wave @param {number} x @param {number} y */
function value({ dc, nx, ny, ac }, x, y) {
  let sum = dc
  let at = 0
  for (let cy = 0; cy < ny; cy += 1) {
    const fy = Math.cos(Math.PI * y * cy) * 2
    for (let cx = cy ? 0 : 1; cx * ny < nx * (ny - cy); cx += 1) {
      sum += ac[at] * Math.cos(Math.PI * x * cx) * fy
      at += 1
    }
  }
  return sum
}

/**
 * A Windows bitmap of 24 bits, bottom row first, rows padded to 4 bytes.
 * @param {number} width @param {number} height
 * @param {(x: number, y: number) => number[]} colour
 * @returns {ArrayBuffer}
 */
function bitmap(width, height, colour) {
  const row = Math.ceil((width * 3) / 4) * 4
  const file = new DataView(new ArrayBuffer(54 + row * height))
  file.setUint16(0, 0x424d)
  file.setUint32(2, file.byteLength, true)
  file.setUint32(10, 54, true)
  file.setUint32(14, 40, true)
  file.setInt32(18, width, true)
  file.setInt32(22, height, true)
  file.setUint16(26, 1, true)
  file.setUint16(28, 24, true)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 54 + (height - 1 - y) * row + x * 3
      colour(x, y).forEach((part, place) => file.setUint8(at + 2 - place, part))
    }
  }
  return file.buffer
}

module.exports = { dataUrl }
