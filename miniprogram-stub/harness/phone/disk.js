import { owner } from './settings.js'

/** Saved files on the browser's disk, one database per person. Rows: `{ path, bytes, type, time }`. */
let database

function open() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(`files of ${owner}`, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'path' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return database
}

async function run(mode, act) {
  const store = (await open()).transaction('files', mode, { durability: 'strict' }).objectStore('files')
  const request = act(store)
  return new Promise((resolve, reject) => {
    store.transaction.oncomplete = () => resolve(request.result)
    store.transaction.onerror = () => reject(store.transaction.error)
  })
}

/** Every saved file. */
export const readAll = () => run('readonly', (store) => store.getAll())

/** Saves a file; resolves when it is written. */
export const write = (row) => run('readwrite', (store) => store.put(row))

/** Forgets a file. */
export const remove = (path) => run('readwrite', (store) => store.delete(path))
