/** The one queue: sends what was recorded, a few files at a time, until the archive has it all. */

const client = require('../api/client')
const { Problem } = require('../api/problems')
const session = require('../api/session')
const drafts = require('./drafts')
const { isReady, owes, settle, waitingOf } = require('./entering')
const { NOT_READ } = require('./filing')
const { sendFile } = require('./sending')

const TOGETHER = 3
const REST = [2, 5, 15, 60]

let running = false
let asked = false
let tired = 0
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waking
let listening = false

/** @typedef {(draft: import('./drafts').Draft | null, arrived: boolean) => void} Watcher */
/** @type {Set<Watcher>} */
const watchers = new Set()

/** Go on with whatever there is: when the app opens, when something was added, when somebody signed in. */
function start() {
  listen()
  if (waking) clearTimeout(waking)
  asked = true
  if (!running && session.known()) run() // nobody is signed in by what waits to be sent
}

/** The network is back: no need to wait any longer. */
function listen() {
  if (listening) return
  listening = true
  wx.onNetworkStatusChange(({ isConnected }) => {
    if (!isConnected) return
    tired = 0
    start()
  })
}

async function run() {
  running = true
  try {
    while (asked) {
      asked = false // what is added from now on is another round's
      if (await round()) asked = true
      tired = 0
    }
  } catch (error) {
    rest(error)
  } finally {
    running = false
  }
}

/**
 * Send each draft once; one that cannot go now does not hold up the others.
 * @returns {Promise<boolean>} whether there may be more to send
 */
async function round() {
  const owner = session.account()
  drafts.all().forEach(({ id }) => forgetWhole(id)) // the app was closed before that
  const ready = drafts.all().filter(isReady)
  let hindrance = null
  try {
    await tidy()
    for (const { id } of ready) hindrance = (await hindered(id)) || hindrance
  } catch (error) {
    if (session.account() === owner) throw error
    return session.known() // another one has the phone by now, and perhaps drafts
  }
  if (hindrance) throw hindrance
  return ready.length > 0
}

/** @param {string} id @returns {Promise<Problem | null>} what keeps this draft alone */
async function hindered(id) {
  try {
    await sendDraft(id)
    return null
  } catch (error) {
    if (error instanceof Problem && error.passing && !error.offline && error.code !== 'session.other') return error
    throw error
  }
}

/** Nothing goes through now; try again later, each time a little later. @param {unknown} error */
function rest(error) {
  if (!(error instanceof Problem)) console.error(error)
  const seconds = (error instanceof Problem && error.retryAfter) || REST[Math.min(tired, REST.length - 1)]
  if (!(error instanceof Problem && error.code === NOT_READ)) tired += 1 // that one has arrived
  waking = setTimeout(start, seconds * 1000)
  tell(null)
}

/** Take out of the archive what she took out of a draft after it had arrived. */
async function tidy() {
  for (const photoId of drafts.unwanted()) {
    try {
      await client.remove(`/photos/${photoId}`)
    } catch (error) {
      if (!(error instanceof Problem) || error.passing || error.status === 401) throw error
    }
    drafts.forgetUnwanted(photoId)
  }
}

/** @param {string} id */
async function sendDraft(id) {
  const waiting = waitingOf(drafts.find(id))
  for (let at = 0; at < waiting.length; at += TOGETHER) {
    const ends = await Promise.allSettled(waiting.slice(at, at + TOGETHER).map((file) => sendOne(id, file.id)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  for (let draft = drafts.find(id); draft && owes(draft); draft = drafts.find(id)) {
    await settle(draft)
    const told = drafts.find(id) || null
    forgetWhole(id)
    watchers.forEach((watcher) => watcher(told, Boolean(told?.entryId)))
  }
}

/** @param {string} id */
function forgetWhole(id) {
  const draft = drafts.find(id)
  if (draft?.entryId && !draft.files.length && !owes(draft)) drafts.drop(id)
}

/** @param {string} id @param {string} fileId */
async function sendOne(id, fileId) {
  const draft = drafts.find(id)
  const file = draft?.files.find((one) => one.id === fileId)
  if (!draft || !file) return // taken out of the draft while it waited for its turn
  /** @param {Partial<import('./drafts').File>} news @returns {boolean} whether it is still wanted */
  const note = (news) => {
    let isWanted = false
    drafts.edit(id, ({ files }) => {
      const kept = files.find((one) => one.id === fileId)
      isWanted = Boolean(kept && Object.assign(kept, news))
    })
    tell(id)
    return isWanted
  }
  try {
    const progressed = (/** @type {number} */ percent) => {
      drafts.progressed(fileId, percent)
      tell(id)
    }
    const photoId = await sendFile(draft, file, note, progressed)
    if (!note({ state: 'kept', photoId, progress: 100 })) drafts.unwant(photoId, draft.by)
  } catch (error) {
    if (!(error instanceof Problem) || error.passing || session.account() !== draft.by) throw error
    note({ state: 'refused', problem: error.detail })
  }
}

/** @param {string | null} id null: the queue rests */
function tell(id) {
  const draft = (id && drafts.find(id)) || null
  watchers.forEach((watcher) => watcher(draft, false))
}

/**
 * Hear how drafts get on, until the returned function is called: a draft, and whether something of it
 * has just come into the archive. `null` says that the queue rests.
 * @param {Watcher} watcher
 */
function follow(watcher) {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Whether something waits for the network. */
const isResting = () => tired > 0

module.exports = { start, follow, isResting }
