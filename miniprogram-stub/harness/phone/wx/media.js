import { find, keepTemporary, urlOf } from '../files.js'
import { harness } from '../harness.js'
import { allows } from '../permissions.js'
import { asPicked, draw, filmFacts, pickFiles } from '../picking.js'
import { preview } from '../preview.js'
import { authorize } from '../privacy.js'
import { mounted } from '../builtins/dom.js'
import { top } from '../stack.js'
import { refuse } from './calling.js'

const ALBUM = 'scope.writePhotosAlbum'
const ACCEPT = { image: 'image/*', video: 'video/*', mix: 'image/*,video/*' }

async function chooseMedia({ count = 9, mediaType = ['image', 'video'], sizeType = ['original', 'compressed'], sourceType = ['album', 'camera'] }) {
  if (count > 20) refuse('parameter error: count should be at most 20')
  await authorize('chooseMedia')
  const kind = mediaType.includes('mix') || mediaType.length > 1 ? 'mix' : mediaType[0]
  const files = await pickFiles({ count, accept: ACCEPT[kind], capture: sourceType.length === 1 && sourceType[0] === 'camera' })
  const original = sizeType.length === 1 && sizeType[0] === 'original'
  const tempFiles = await Promise.all(files.map((file) => (file.type.startsWith('video/') ? pickedFilm(file) : pickedPicture(file, original))))
  return { tempFiles, type: new Set(tempFiles.map((one) => one.fileType)).size > 1 ? 'mix' : tempFiles[0].fileType }
}

async function pickedPicture(file, original) {
  const blob = await asPicked(file, { original })
  return { tempFilePath: await keepTemporary(blob), size: blob.size, fileType: 'image' }
}

async function pickedFilm(file) {
  const { picture, ...facts } = await filmFacts(file)
  return {
    tempFilePath: await keepTemporary(file),
    thumbTempFilePath: await keepTemporary(picture),
    size: file.size,
    fileType: 'video',
    ...facts,
  }
}

/** The file behind a path of the phone or the mini-program, as a blob. */
async function blobOf(path) {
  const file = find(path)
  if (file) return file.blob
  if (/^https?:/.test(path)) refuse(`file not found: ${path}`)
  return (await fetch(urlOf(path, top().route))).blob()
}

async function getImageInfo({ src }) {
  const blob = await blobOf(src)
  const { width, height } = await createImageBitmap(blob).catch(() => refuse('image not supported'))
  return { width, height, path: src, orientation: 'up', type: blob.type.split('/')[1] ?? 'unknown' }
}

async function compressImage({ src, quality = 80, compressedWidth, compressedHeight }) {
  const side = Math.max(compressedWidth ?? 0, compressedHeight ?? 0) || undefined
  return { tempFilePath: await keepTemporary(await draw(await blobOf(src), quality / 100, side)) }
}

async function saveImageToPhotosAlbum({ filePath }) {
  await authorize('saveImageToPhotosAlbum')
  if (!allows(ALBUM)) refuse('auth deny')
  const file = find(filePath) ?? refuse(`file not found: ${filePath}`)
  harness.album.push(file.url)
}

export const asynchronous = {
  chooseMedia,
  getImageInfo,
  compressImage,
  saveImageToPhotosAlbum,
  previewImage: ({ urls, current = urls[0] }) =>
    void preview(urls.map((url) => ({ url: urlOf(url) })), typeof current === 'number' ? current : urls.indexOf(current)),
  previewMedia: ({ sources, current = 0 }) =>
    void preview(sources.map(({ url, type = 'image', poster }) => ({ url: urlOf(url), type, poster: poster && urlOf(poster) })), current),
}

/** Steers a `<video>` by its id, on the page or within a component. */
function createVideoContext(id, component = top().caller) {
  const player = () => {
    const element = component._$.getShadowRoot().querySelector(`#${id}`)
    return mounted(element?.getBackendElement())?.node
  }
  return {
    play: () => player()?.play(),
    pause: () => player()?.pause(),
    stop: () => Object.assign(player() ?? {}, { currentTime: 0 }).pause?.(),
    seek: (seconds) => Object.assign(player() ?? {}, { currentTime: seconds }),
    playbackRate: (rate) => Object.assign(player() ?? {}, { playbackRate: rate }),
    requestFullScreen: () => player()?.requestFullscreen?.(),
    exitFullScreen: () => document.exitFullscreen?.(),
  }
}

export const immediate = { createVideoContext }
