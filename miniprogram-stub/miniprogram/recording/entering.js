/** From files in object storage to an entry of the archive, a step at a time; each is safe to repeat. */

const client = require('../api/client')
const { Problem, BROKEN } = require('../api/problems')
const session = require('../api/session')
const drafts = require('./drafts')
const { NOT_READ, fileItem, noteWrong } = require('./filing')

const SOON = 3

/** @typedef {import('./drafts').Draft} Draft */

/** @param {Draft | undefined} draft @returns {import('./drafts').File[]} */
const waitingOf = (draft) => draft?.files.filter(({ state }) => state === 'waiting') || []

/** @param {Draft} draft */
const keptOf = ({ files }) => files.filter(({ state }) => state === 'kept')

/** @param {Draft} draft @returns {string[]} */
const photosOf = (draft) => [...new Set(keptOf(draft).map(({ photoId }) => photoId))]

/** Whether something of it can be sent now. @param {Draft} draft */
function isReady(draft) {
  return !draft.problem && (waitingOf(draft).length > 0 || owes(draft))
}

/**
 * Whether the archive is still to be told of it, all files having arrived or been refused.
 * @param {Draft} draft
 */
function owes(draft) {
  if (!draft.done || draft.problem || waitingOf(draft).length) return false
  if (draft.filing) return !draft.entryId && !draft.files.some(({ state }) => state === 'refused')
  if (!draft.entryId) return keptOf(draft).length > 0 || Boolean(draft.title || draft.story.trim())
  return keptOf(draft).length > 0 || draft.told !== draft.story
}

/** Whether it goes no further without her. @param {Draft} draft */
function isStuck(draft) {
  return Boolean(draft.problem) || (draft.done && draft.files.some(({ state }) => state === 'refused'))
}

/**
 * Tell the archive what is owed next: the entry, more photos for it, or other words.
 * @param {Draft} draft
 * @throws {Problem} while it cannot be told
 */
async function settle(draft) {
  try {
    if (draft.filing) await fileItem(draft, photosOf(draft))
    else if (!draft.entryId) await record(draft)
    else if (keptOf(draft).length) await addPhotos(draft)
    else await correct(draft)
  } catch (error) {
    if (!(error instanceof Problem) || error.passing || session.account() !== draft.by) throw error
    if (error.code === NOT_READ) throw new Problem({ status: 503, code: NOT_READ, detail: error.detail, retryAfter: SOON })
    drafts.edit(draft.id, (kept) => refuse(kept, error, draft.posted?.photo_ids || photosOf(draft)))
  }
}

/** Say why beside each photo that was not taken, or of the whole. @param {Draft} draft @param {Problem} problem @param {string[]} photoIds as they were sent */
function refuse(draft, problem, photoIds) {
  draft.posted = null
  noteWrong(draft, problem)
  const named = problem.errors.flatMap(({ path, detail }) => filesAt(draft, photoIds, path).map((file) => ({ file, detail })))
  for (const { file, detail } of named) Object.assign(file, { state: 'refused', problem: detail })
  if (!named.length) Object.assign(draft, { problem: problem.detail || BROKEN, unagreed: isUnagreed(problem) })
}

/** Whether it stands on a consent that is lacking. @param {Problem} problem */
const isUnagreed = ({ errors }) => errors.some(({ code }) => code.startsWith('consent.'))

/** @param {Draft} draft @param {string[]} photoIds @param {string} path such as photo_ids[2] */
function filesAt({ files }, photoIds, path) {
  const place = /^photo_ids\[(\d+)\]$/.exec(path)
  return place ? files.filter(({ photoId }) => photoId && photoId === photoIds[Number(place[1])]) : []
}

/** @param {Draft} draft */
async function record(draft) {
  const entry = draft.posted || entryOf(draft)
  drafts.edit(draft.id, (kept) => Object.assign(kept, { posted: entry }))
  const { id } = await client.post('/entries', entry, { key: draft.id, as: draft.by })
  drafts.edit(draft.id, (kept) => {
    Object.assign(kept, { entryId: id, told: entry.story })
    drafts.release(kept, entry.photo_ids)
  })
}

/** @param {Draft} draft */
function entryOf(draft) {
  const { familyId, studentId, title, story, happened } = draft
  return { family_id: familyId, student_id: studentId, title, story, happened, photo_ids: photosOf(draft) }
}

/** @param {Draft} draft */
async function addPhotos(draft) {
  const photoIds = photosOf(draft)
  const change = { family_id: draft.familyId, photo_ids: photoIds, entry_id: draft.entryId }
  await client.put('/photos', change, { as: draft.by })
  drafts.edit(draft.id, (kept) => drafts.release(kept, photoIds))
}

/** She went on writing while it was sent. @param {Draft} draft */
async function correct({ id, by, entryId, story }) {
  await client.put(`/entries/${entryId}`, { story }, { as: by })
  drafts.edit(id, (kept) => Object.assign(kept, { told: story }))
}

module.exports = { isReady, isStuck, owes, settle, waitingOf }
