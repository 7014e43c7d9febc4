import * as files from '../files.js'
import { callable, refuse } from './calling.js'

const MIME = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' },
  ...{ mp4: 'video/mp4', m4a: 'audio/mp4', mp3: 'audio/mpeg' },
  ...{ pdf: 'application/pdf', json: 'application/json', txt: 'text/plain' },
}
const typeOf = (path) => MIME[path.split('.').pop()] ?? ''

const found = (path) => files.find(path) ?? refuse(`no such file or directory, ${path}`)
const STORE = 'http://store/'
const isOurs = (path) => path.startsWith(`${files.USER_DATA_PATH}/`)

function checkTarget(path, size) {
  if (!isOurs(path)) refuse(`permission denied, open "${path}"`)
  if (!files.hasFolder(files.parent(path))) refuse(`no such file or directory, open "${path}"`)
  checkRoom(size)
}

/** What has a name and what was saved without one share the room. */
function checkRoom(size) {
  if (files.used() + size > files.LIMIT) refuse('the maximum size of the file storage limit is exceeded')
}

const encodings = {
  'utf-8': (bytes) => new TextDecoder().decode(bytes),
  utf8: (bytes) => new TextDecoder().decode(bytes),
  base64: (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  binary: (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''),
}

function decoded(data, encoding = 'utf8') {
  if (typeof data !== 'string') return new Uint8Array(data.slice(0))
  if (encoding === 'base64') return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  return new TextEncoder().encode(data)
}

/** Each operation on plain values; what it returns may be a promise that the disk is done. */
const operations = {
  access(path) {
    if (!files.find(path) && !files.hasFolder(path)) refuse(`no such file or directory, access "${path}"`)
  },
  readFile(path, encoding, position = 0, length) {
    const bytes = found(path).bytes.subarray(position, length === undefined ? undefined : position + length)
    return encoding ? encodings[encoding](bytes) : bytes.slice().buffer
  },
  writeFile(path, data, encoding) {
    const bytes = decoded(data, encoding)
    checkTarget(path, bytes.length)
    return files.write(path, bytes, typeOf(path))
  },
  appendFile(path, data, encoding) {
    const more = decoded(data, encoding)
    const { bytes, blob } = found(path)
    checkTarget(path, more.length)
    return files.write(path, new Uint8Array([...bytes, ...more]), blob.type)
  },
  copyFile(from, to) {
    const { bytes, blob } = found(from)
    checkTarget(to, bytes.length)
    return files.write(to, bytes, blob.type)
  },
  rename(from, to) {
    const { bytes, blob } = found(from)
    checkTarget(to, 0)
    return Promise.all([files.write(to, bytes, blob.type), files.remove(from)])
  },
  unlink(path) {
    found(path)
    if (!isOurs(path)) refuse(`permission denied, unlink "${path}"`)
    return files.remove(path)
  },
  mkdir(path, recursive) {
    if (!isOurs(path)) refuse(`permission denied, mkdir "${path}"`)
    if (files.hasFolder(path)) return recursive ? undefined : refuse(`file already exists ${path}`)
    if (!files.hasFolder(files.parent(path)) && !recursive) refuse(`no such file or directory, mkdir "${path}"`)
    if (!files.hasFolder(files.parent(path))) operations.mkdir(files.parent(path), true)
    return files.addFolder(path)
  },
  rmdir(path, recursive) {
    const inside = files.under(`${path}/`)
    if (inside.length && !recursive) refuse(`directory not empty, rmdir "${path}"`)
    return Promise.all([...inside.map((one) => (files.find(one) ? files.remove(one) : files.removeFolder(one))), files.removeFolder(path)])
  },
  readdir(path) {
    if (!files.hasFolder(path)) refuse(`no such file or directory, scandir "${path}"`)
    const prefix = `${path.replace(/\/$/, '')}/`
    return [...new Set(files.under(prefix).map((one) => one.slice(prefix.length).split('/')[0]))]
  },
  stat(path) {
    const folder = files.hasFolder(path)
    const file = folder ? null : found(path)
    const lastModifiedTime = Math.round((file?.time ?? 0) / 1000)
    return { size: file?.bytes.length ?? 0, mode: 0o666, lastModifiedTime, isFile: () => !folder, isDirectory: () => folder }
  },
  /** Moves a temporary file to a place where it stays, and gives that path. */
  saveFile(temporary, target) {
    const { bytes, blob } = found(temporary)
    if (target) checkTarget(target, bytes.length)
    else checkRoom(bytes.length)
    const path = target || `${STORE}${temporary.split('/').pop()}`
    const done = files.write(path, bytes, blob.type)
    files.remove(temporary)
    return Object.assign(done.then(() => path), { path })
  },
}

/** The names of each operation's parameters, and of its answer's field. */
const shapes = {
  access: [['path']],
  readFile: [['filePath', 'encoding', 'position', 'length'], 'data'],
  writeFile: [['filePath', 'data', 'encoding']],
  appendFile: [['filePath', 'data', 'encoding']],
  copyFile: [['srcPath', 'destPath']],
  rename: [['oldPath', 'newPath']],
  unlink: [['filePath']],
  mkdir: [['dirPath', 'recursive']],
  rmdir: [['dirPath', 'recursive']],
  readdir: [['dirPath'], 'files'],
  stat: [['path'], 'stats'],
  saveFile: [['tempFilePath', 'filePath'], 'savedFilePath'],
}

const listed = (path) => ({ filePath: path, size: found(path).bytes.length, createTime: Math.round(found(path).time / 1000) })

const manager = {
  getFileInfo: callable('getFileInfo', ({ filePath }) => ({ size: found(filePath).bytes.length })),
  getSavedFileList: callable('getSavedFileList', () => ({
    fileList: files.under(STORE).map(listed),
  })),
  removeSavedFile: callable('removeSavedFile', ({ filePath }) => {
    found(filePath)
    if (!filePath.startsWith(STORE)) refuse(`file not saved: ${filePath}`)
    return files.remove(filePath)
  }),
}
for (const [name, [parameters, field]] of Object.entries(shapes)) {
  manager[name] = callable(name, async (options) => {
    const answer = await operations[name](...parameters.map((one) => options[one]))
    return field ? { [field]: answer } : {}
  })
  manager[`${name}Sync`] = (...values) => synchronously(`${name}Sync`, () => operations[name](...values))
}

/** A synchronous interface throws its failure; the disk follows behind it. */
function synchronously(name, act) {
  try {
    const answer = act()
    return answer instanceof Promise ? answer.path : answer
  } catch (error) {
    if (!error.failure) throw error
    throw Object.assign(new Error(`${name}:fail ${error.failure}`), { errMsg: `${name}:fail ${error.failure}` })
  }
}

const toBase64 = (buffer) => encodings.base64(new Uint8Array(buffer))
const fromBase64 = (text) => decoded(text, 'base64').buffer

export const asynchronous = { getFileInfo: ({ filePath }) => ({ size: found(filePath).bytes.length }) }
export const immediate = { getFileSystemManager: () => manager, arrayBufferToBase64: toBase64, base64ToArrayBuffer: fromBase64 }
