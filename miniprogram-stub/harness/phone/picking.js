import { make } from './builtins/dom.js'
import { withoutMetadata } from './exif.js'
import { complain, harness } from './harness.js'

const COMPRESSED = { side: 2560, quality: 0.8 }

/**
 * Lets the user choose files, or takes what a test laid out in `harness.picks`.
 * @returns {Promise<File[]>} at least one
 * @throws {{ failure: 'cancel' }}
 */
export async function pickFiles({ count, accept, capture }) {
  const files = harness.picks ? take() : await choose(count, accept, capture)
  if (!files.length) throw { failure: 'cancel' }
  return files.slice(0, count)
}

function take() {
  const files = [...harness.picks]
  harness.picks = null
  return files
}

function choose(count, accept, capture) {
  return new Promise((resolve) => {
    const chooser = make('input', { type: 'file', accept, multiple: count > 1, hidden: true })
    if (capture) chooser.capture = 'environment'
    const end = () => {
      chooser.remove()
      resolve([...chooser.files])
    }
    chooser.onchange = end
    chooser.oncancel = end
    document.body.append(chooser)
    chooser.click()
  })
}

/**
 * A picture as a phone's picker hands it over: JPEG without metadata, smaller unless the original
 * was asked for.
 * @returns {Promise<Blob>}
 */
export async function asPicked(file, { original }) {
  const blob = isHeic(file) ? await heicAsJpeg(file) : file
  if (!original) return draw(blob, COMPRESSED.quality, COMPRESSED.side)
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return new Blob([withoutMetadata(bytes)], { type: blob.type || 'image/jpeg' })
}

const isHeic = (file) => /heic|heif/i.test(file.type) || /\.hei[cf]$/i.test(file.name ?? '')

/** Phones turn HEIC into JPEG; a browser can only if it reads HEIC. */
async function heicAsJpeg(file) {
  try {
    return await draw(file, 0.95)
  } catch {
    complain(`${file.name}: this browser cannot read HEIC, so the phone cannot turn it into JPEG`)
    throw { failure: 'file format is not supported' }
  }
}

/** Draws a picture again as JPEG. @returns {Promise<Blob>} */
export async function draw(blob, quality, side = Infinity) {
  const picture = await createImageBitmap(blob)
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale))
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}

/**
 * What a film's file says of itself, and its first picture.
 * @returns {Promise<{ width: number, height: number, duration: number, picture: Blob }>}
 */
export async function filmFacts(blob) {
  const player = make('video', { muted: true, src: URL.createObjectURL(blob) })
  try {
    await new Promise((done, fail) => {
      player.onloadeddata = done
      player.onerror = () => fail({ failure: 'the film cannot be read' })
    })
    const { videoWidth: width, videoHeight: height, duration } = player
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d').drawImage(player, 0, 0)
    return { width, height, duration, picture: await canvas.convertToBlob({ type: 'image/jpeg' }) }
  } finally {
    URL.revokeObjectURL(player.src)
  }
}
