/** A telling that is not sent yet: it outlasts the app, and is sent once however often one tries. */

const client = require('../../../api/client')
const session = require('../../../api/session')
const { settled, cleared } = require('../../../recording/drafts')
const { sendFile } = require('../../../recording/sending')

/**
 * @typedef {import('../../../recording/drafts').File & {seconds: number}} Voice
 * `key` is that of what was sent last, `keyed`: something else is another telling.
 * @typedef {{key: string, keyed: string, words: string, voice: Voice | null}} Telling
 */

/** It is its teller's alone. @param {string} entryId @param {string} by */
const placeOf = (entryId, by) => `entry.telling.${by}.${entryId}`

/** @param {string} entryId @returns {Telling} */
function keptTelling(entryId, by = session.account()) {
  return wx.getStorageSync(placeOf(entryId, by)) || { key: '', keyed: '', words: '', voice: null }
}

/** A voice that is not wanted any more goes from the phone. @param {string} entryId @param {Partial<Telling>} change @returns {Telling} */
function changeTelling(entryId, change, by = session.account()) {
  const before = keptTelling(entryId, by)
  const telling = { ...before, ...change }
  if (before.voice && before.voice.path !== telling.voice?.path) cleared(before.voice)
  wx.setStorageSync(placeOf(entryId, by), telling)
  return telling
}

/** @param {string} entryId */
function forgetTelling(entryId, by = session.account()) {
  changeTelling(entryId, { voice: null }, by)
  wx.removeStorageSync(placeOf(entryId, by))
}

/**
 * What the recorder gave, put where it outlasts the app.
 * @param {import('../voice/recorder').Recorded} recorded
 * @returns {Voice}
 */
function voiceOf({ path, bytes, seconds }) {
  return {
    ...{ id: client.newKey(), path: settled(path), bytes, seconds },
    ...{ name: path.slice(path.lastIndexOf('/') + 1), medium: 'audio', state: 'waiting', progress: 0 },
    ...{ uploadId: '', photoId: '', problem: '' },
  }
}

/**
 * Send the telling that is kept: the voice goes the way of photos, then the story.
 * @param {string} entryId @param {string} familyId
 * @returns {Promise<any>} the StoryView
 * @throws {import('../../../api/problems').Problem}
 */
async function sendTelling(entryId, familyId) {
  const by = session.account()
  const { words, voice, ...before } = keptTelling(entryId, by)
  const recording = voice && (await sent(entryId, familyId, voice, by))
  const telling = { words, recording_id: recording }
  const keyed = JSON.stringify(telling)
  const key = keyed === before.keyed ? before.key : client.newKey()
  changeTelling(entryId, { key, keyed }, by)
  const story = await client.post(`/entries/${entryId}/stories`, telling, { key, as: by })
  forgetTelling(entryId, by)
  return story
}

/** @param {string} entryId @param {string} familyId @param {Voice} voice @param {string} by */
async function sent(entryId, familyId, voice, by) {
  if (voice.photoId) return voice.photoId
  /** @param {Partial<Voice>} news */
  const note = (news) => changeTelling(entryId, { voice: Object.assign(voice, news) }, by)
  const photoId = await sendFile({ familyId, by }, voice, note, () => {})
  note({ photoId })
  return photoId
}

module.exports = { keptTelling, changeTelling, forgetTelling, voiceOf, sendTelling }
