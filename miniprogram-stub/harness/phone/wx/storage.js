import { owner } from '../settings.js'
import { refuse } from './calling.js'

const PREFIX = `storage of ${owner}: `
const MOST_KEY = 1024 * 1024
const MOST_ALL = 10 * MOST_KEY

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
const size = (key) => (localStorage.getItem(PREFIX + key)?.length ?? 0)
const total = () => keys().reduce((sum, key) => sum + size(key), 0)

/** What JSON keeps, WeChat keeps; `undefined` and functions it does not. */
function set(key, data) {
  const text = JSON.stringify({ data })
  if (text.length > MOST_KEY) refuse('entry size limit reached')
  if (total() - size(key) + text.length > MOST_ALL) refuse('storage size limit reached')
  localStorage.setItem(PREFIX + key, text)
}

function get(key) {
  const text = localStorage.getItem(PREFIX + key)
  return text === null ? undefined : JSON.parse(text).data
}

const remove = (key) => localStorage.removeItem(PREFIX + key)
const clear = () => keys().forEach(remove)
const info = () => ({ keys: keys(), currentSize: Math.ceil(total() / 1024), limitSize: MOST_ALL / 1024 })

/** The synchronous interfaces throw an Error where the others fail. */
const thrown = (name, act) => (...values) => {
  try {
    return act(...values)
  } catch ({ failure }) {
    throw new Error(`${name}:fail ${failure}`)
  }
}

export const asynchronous = {
  setStorage: ({ key, data }) => set(key, data),
  getStorage({ key }) {
    const data = get(key)
    if (data === undefined) refuse('data not found')
    return { data }
  },
  removeStorage: ({ key }) => remove(key),
  clearStorage: clear,
  getStorageInfo: info,
}

export const immediate = {
  setStorageSync: thrown('setStorageSync', set),
  getStorageSync: (key) => get(key) ?? '',
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: info,
}
