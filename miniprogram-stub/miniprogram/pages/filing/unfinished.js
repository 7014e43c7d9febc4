/** What was written on a form and is not in the family's archive yet; leaving the page loses nothing. */

const drafts = require('../../recording/drafts')
const { isStuck } = require('../../recording/entering')
const { changesOf } = require('./forms')

/** @typedef {import('../../recording/drafts').Draft} Draft */

/** @param {string} from @returns {Draft | undefined} */
const writtenFor = (from) => drafts.filings().find(({ filing, entryId }) => filing?.from === from && !entryId)

/**
 * @param {string} familyId @param {string | null} studentId
 * @param {{from: string, item: string, version: number, base: any}} about
 * @returns {Draft}
 */
function begin(familyId, studentId, about) {
  return drafts.begin(familyId, studentId, { filing: { ...about, form: about.base, body: null, wrong: {} } })
}

/** @param {string} id @param {Partial<import('../../recording/filing').Filing>} news */
function note(id, news) {
  drafts.edit(id, ({ filing }) => Object.assign(filing || {}, news))
}

/** It may go now. @param {string} id @param {any} body */
function send(id, body) {
  drafts.edit(id, (draft) => {
    Object.assign(draft, { done: true, problem: '' })
    Object.assign(draft.filing || {}, { body, wrong: {} })
  })
}

/** It is in her hands again. @param {string} id */
function takeBack(id) {
  drafts.edit(id, (draft) => Object.assign(draft, { done: false }))
}

/** Whether it is on its way, and needs nothing of her. @param {Draft | undefined} draft */
const isGoing = (draft) => Boolean(draft?.done && !isStuck(draft))

/**
 * Whether the archive has all of a change, and only its answer was lost.
 * @param {Draft} draft @param {import('./forms').Form} now what the item says
 */
function isTaken({ problem, files, filing }, now) {
  const arrived = files.map(({ photoId }) => photoId)
  const wanted = { ...now, ...changesOf(filing?.form, filing?.base) }
  const photos = new Set([...wanted.photo_ids, ...arrived])
  const rest = changesOf({ ...wanted, photo_ids: now.photo_ids }, now)
  const same = photos.size === now.photo_ids.length && now.photo_ids.every((id) => photos.has(id))
  return Boolean(problem) && same && !Object.keys(rest).length
}

module.exports = { writtenFor, begin, note, send, takeBack, isGoing, isTaken }
