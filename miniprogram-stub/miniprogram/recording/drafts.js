/** What was recorded on this phone and is not in the archive yet; closing the app loses nothing. */

const { newKey } = require('../api/client')
const session = require('../api/session')

const KEPT = 'recording.drafts'
const UNWANTED = 'recording.unwanted'

/**
 * One photo, film or recording on its way. `state`: waiting (nothing sent, or not known to have
 * arrived), kept (the archive has it) or refused (`problem` says why).
 * @typedef {object} File
 * @property {string} id
 * @property {string} path where it lies on the phone
 * @property {string} name
 * @property {number} bytes
 * @property {'photo' | 'video' | 'audio'} medium
 * @property {'waiting' | 'kept' | 'refused'} state
 * @property {number} progress percent
 * @property {string} uploadId
 * @property {string} [ticketKey] of its ticket, where that is not the first one
 * @property {{id: string, etags: string[]} | null} [parts] those that Kodo has, in their order
 * @property {string} photoId
 * @property {string} problem
 */

/**
 * One entry on its way, or photos on their way into one that is there. It is sent once it is `done`:
 * she tapped 完成. It is its owner's alone: nobody else who uses this phone sees or sends it.
 * @typedef {object} Draft
 * @property {string} id also its Idempotency-Key
 * @property {string} by the account that recorded it
 * @property {string} familyId
 * @property {string | null} studentId
 * @property {string} title
 * @property {string} story
 * @property {string} happened EDTF, or empty
 * @property {boolean} done
 * @property {any} posted what was said to the archive and perhaps not heard: again it is the same
 * @property {import('./filing').Filing} [filing] where it is to be an item of the family's archive
 * @property {string} entryId once the archive has it
 * @property {string} told the story that the archive has
 * @property {string} problem why the archive did not take it
 * @property {boolean} [unagreed] whether that is a consent that is lacking
 * @property {File[]} files
 */

/** How far files are on their way; these change too often to be kept. @type {Map<string, number>} */
const percents = new Map()

/** @returns {Draft[]} everybody's */
const kept = () => wx.getStorageSync(KEPT) || []

/** @returns {Draft[]} of whoever is signed in, in the order in which they were begun */
function all() {
  const owner = session.account()
  return kept().filter(({ by }) => by === owner).map(underWay)
}

/** What is to be entries. @returns {Draft[]} */
const recorded = () => all().filter(({ filing }) => !filing)

/** What is to be items of the family's archive. @returns {Draft[]} */
const filings = () => all().filter(({ filing }) => filing)

/** @param {string} id @returns {Draft | undefined} */
function find(id) {
  return all().find((draft) => draft.id === id)
}

/** @param {Draft} draft @returns {Draft} */
const underWay = (draft) => ({
  ...draft,
  files: draft.files.map((file) => ({ ...file, progress: percents.get(file.id) ?? file.progress })),
})

/** @param {string} fileId @param {number} percent */
const progressed = (fileId, percent) => percents.set(fileId, percent)

/**
 * Begin a draft.
 * @param {string} familyId
 * @param {string | null} studentId
 * @param {Partial<Draft>} [more]
 * @returns {Draft}
 */
function begin(familyId, studentId, more = {}) {
  /** @type {Draft} */
  const draft = {
    ...{ id: newKey(), by: session.account(), familyId, studentId, title: '', story: '', happened: '' },
    ...{ done: false, posted: null, entryId: '', told: '', problem: '', files: [], ...more },
  }
  keep([...kept(), draft])
  return draft
}

/**
 * Change a draft by what `change` does to the latest state of it.
 * @param {string} id
 * @param {(draft: Draft) => void} change
 */
function edit(id, change) {
  const drafts = kept()
  const draft = drafts.find((one) => one.id === id)
  if (!draft) return
  change(draft)
  keep(drafts)
}

/**
 * Put files from the picker into a draft; they are moved to where they outlast the app.
 * @param {string} id
 * @param {{path: string, name: string, bytes: number, medium: File['medium']}[]} picked
 */
function add(id, picked) {
  const files = picked.map((one) => ({
    ...one,
    ...{ id: newKey(), path: settled(one.path), state: /** @type {const} */ ('waiting') },
    ...{ progress: 0, uploadId: '', photoId: '', problem: '' },
  }))
  edit(id, (draft) => draft.files.push(...files))
}

/**
 * A place that outlasts the app and can be emptied again, as what is saved without a name cannot be
 * unlinked; where there is no room the picker's own place has to do.
 * @param {string} temporary
 */
function settled(temporary) {
  const [ending = ''] = /\.\w+$/.exec(temporary) || []
  try {
    return wx.getFileSystemManager().saveFileSync(temporary, `${wx.env.USER_DATA_PATH}/${newKey()}${ending}`)
  } catch {
    return temporary
  }
}

/** Let what was refused be tried again. @param {string} id @param {string} [fileId] one of them */
function retry(id, fileId) {
  edit(id, (draft) => {
    draft.problem = ''
    for (const file of draft.files)
      if (file.state === 'refused' && (!fileId || file.id === fileId)) Object.assign(file, { state: 'waiting', problem: '' })
  })
}

/** Somebody has agreed to something: let what was refused for want of it be tried again. */
function retryUnagreed() {
  all().filter(({ problem, unagreed }) => problem && unagreed).forEach(({ id }) => retry(id))
}

/** @param {string} id @param {string} fileId */
function dropFile(id, fileId) {
  edit(id, (draft) => {
    draft.files.filter((file) => file.id === fileId).forEach(abandoned)
    draft.files = draft.files.filter((file) => file.id !== fileId)
  })
}

/** Forget a draft that she does not want. @param {string} id */
function discard(id) {
  find(id)?.files.forEach(abandoned)
  drop(id)
}

/** Forget a draft that the archive has. @param {string} id */
function drop(id) {
  find(id)?.files.forEach(cleared)
  keep(kept().filter((draft) => draft.id !== id))
}

/**
 * The archive has these: they go from a draft and from the phone.
 * @param {Draft} draft which is being changed @param {string[]} photoIds
 */
function release(draft, photoIds) {
  const isThere = (/** @type {File} */ { photoId }) => photoIds.includes(photoId)
  draft.files.filter(isThere).forEach(cleared)
  draft.files = draft.files.filter((file) => !isThere(file))
}

/** @param {File} file */
function abandoned(file) {
  cleared(file)
  if (file.photoId) unwant(file.photoId)
}

/** What has arrived, or is not wanted, goes from the phone. @param {File} file */
function cleared({ id, path }) {
  percents.delete(id)
  const files = wx.getFileSystemManager()
  const fail = () => {} // gone already is fine
  if (path.startsWith(`${wx.env.USER_DATA_PATH}/`)) files.unlink({ filePath: path, fail })
  else files.removeSavedFile({ filePath: path, fail }) // where an earlier version saved
}

/** A photo that arrived after all is to leave the archive again. @param {string} photoId @param {string} [by] */
function unwant(photoId, by = session.account()) {
  wx.setStorageSync(UNWANTED, [...everyUnwanted(), { by, photoId }])
}

/** @param {string} photoId */
function forgetUnwanted(photoId) {
  wx.setStorageSync(UNWANTED, everyUnwanted().filter((one) => one.photoId !== photoId))
}

/** @returns {{by: string, photoId: string}[]} */
const everyUnwanted = () => wx.getStorageSync(UNWANTED) || []

/** @returns {string[]} of whoever is signed in */
const unwanted = () => everyUnwanted().filter(({ by }) => by === session.account()).map(({ photoId }) => photoId)

/** @param {Draft[]} drafts */
function keep(drafts) {
  wx.setStorageSync(KEPT, drafts)
}

module.exports = {
  ...{ all, recorded, filings, find, begin, edit, add, retry, retryUnagreed, dropFile, discard, release, drop, settled, cleared },
  ...{ progressed, unwant, unwanted, forgetUnwanted },
}
