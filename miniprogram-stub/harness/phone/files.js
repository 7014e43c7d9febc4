import * as disk from './disk.js'
import { harness } from './harness.js'

/** Where the mini-program may keep files. */
export const USER_DATA_PATH = 'http://usr'
export const LIMIT = 200 * 1024 * 1024

/**
 * Every file by path: `{ blob, bytes, url, time }`. Temporary ones (http://tmp/…) are gone when the page
 * is; saved ones (http://usr/…, http://store/…) are also on disk. Bytes are at hand because the
 * phone's file system can be read synchronously.
 */
const files = new Map()
const folders = new Set([USER_DATA_PATH])
let count = 0

/** Brings the person's saved files back. */
export async function openFiles() {
  for (const { path, bytes, type, time } of await disk.readAll()) {
    if (type === 'folder') folders.add(path)
    else files.set(path, entry(bytes, type, time))
  }
}

function entry(bytes, type, time = Date.now()) {
  const blob = new Blob([bytes], { type })
  return { blob, bytes, time, url: URL.createObjectURL(blob) }
}

const ENDINGS = {
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/quicktime': 'mov',
  'text/plain': 'txt',
}

/** `jpg` for `image/jpeg`, and so on. */
const ending = (type) => ENDINGS[type] ?? (type.split('/')[1] || 'bin').split(';')[0]

/** Keeps a blob as a temporary file and gives its path. */
export async function keepTemporary(blob, name = ending(blob.type)) {
  count += 1
  const path = `http://tmp/${Date.now().toString(36)}${count}.${name}`
  files.set(path, entry(new Uint8Array(await blob.arrayBuffer()), blob.type))
  return path
}

/** The file at a path, or undefined. */
export const find = (path) => files.get(path)

/** Whether a path is one of saved files. */
const isSaved = (path) => path.startsWith(`${USER_DATA_PATH}/`) || path.startsWith('http://store/')

Object.defineProperty(harness, 'saved', { enumerable: true, get: () => [...files.keys()].filter(isSaved) })

/** Bytes that saved files take. */
export const used = () => [...files].reduce((sum, [path, file]) => sum + (isSaved(path) ? file.bytes.length : 0), 0)

/**
 * Writes a file; saved ones also to disk.
 * @returns {Promise<void>} when it is safe on disk
 */
export function write(path, bytes, type) {
  const old = files.get(path)
  if (old) URL.revokeObjectURL(old.url)
  files.set(path, entry(bytes, type ?? old?.blob.type ?? ''))
  return isSaved(path) ? disk.write({ path, bytes, type: type ?? '', time: Date.now() }) : Promise.resolve()
}

/** Removes a file. */
export function remove(path) {
  URL.revokeObjectURL(files.get(path)?.url)
  files.delete(path)
  return isSaved(path) ? disk.remove(path) : Promise.resolve()
}

/** Every path that begins so. */
export const under = (prefix) => [...files.keys(), ...folders].filter((path) => path.startsWith(prefix))

export const hasFolder = (path) => folders.has(path.replace(/\/$/, ''))

/** Makes a folder. */
export function addFolder(path) {
  folders.add(path)
  return disk.write({ path, bytes: new Uint8Array(), type: 'folder', time: Date.now() })
}

/** Removes a folder. */
export function removeFolder(path) {
  folders.delete(path)
  return disk.remove(path)
}

/** Folder of a path. */
export const parent = (path) => path.slice(0, path.lastIndexOf('/'))

/**
 * The address under which the browser finds what a component names.
 * @param {string} source a temporary or saved file, a file of the mini-program, or a web address
 * @param {string} [from] the component's path, for relative names
 */
export function urlOf(source, from = '') {
  if (!source) return ''
  const file = files.get(source)
  if (file) return file.url
  if (/^(https?|data|blob):/.test(source)) return source
  return source.startsWith('/') ? source.slice(1) : new URL(source, `http://phone/${from}`).pathname.slice(1)
}
