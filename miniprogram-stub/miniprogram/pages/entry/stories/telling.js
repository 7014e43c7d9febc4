/** A telling that is not sent yet: it outlasts the app, and is sent once however often one tries. */

const client = require('../../../api/client')
const { sendFile } = require('../../../recording/sending')

/**
 * @typedef {import('../../../recording/drafts').File & {seconds: number}} Voice
 * @typedef {{key: string, words: string, voice: Voice | null}} Telling
 */

/** @param {string} entryId */
const placeOf = (entryId) => `entry.telling.${entryId}`

/** @param {string} entryId @returns {Telling} */
function keptTelling(entryId) {
  return wx.getStorageSync(placeOf(entryId)) || { key: client.newKey(), words: '', voice: null }
}

/** @param {string} entryId @param {Partial<Telling>} change @returns {Telling} */
function changeTelling(entryId, change) {
  const telling = { ...keptTelling(entryId), ...change }
  wx.setStorageSync(placeOf(entryId), telling)
  return telling
}

/** @param {string} entryId */
function forgetTelling(entryId) {
  wx.removeStorageSync(placeOf(entryId))
}

/**
 * What the recorder gave, put where it outlasts the app.
 * @param {import('../voice/recorder').Recorded} recorded
 * @returns {Voice}
 */
function voiceOf({ path, bytes, seconds }) {
  return {
    ...{ id: client.newKey(), path: wx.getFileSystemManager().saveFileSync(path), bytes, seconds },
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
  const { key, words, voice } = keptTelling(entryId)
  const recording = voice && (await sent(entryId, familyId, voice))
  const story = await client.post(`/entries/${entryId}/stories`, { words, recording_id: recording }, { key })
  forgetTelling(entryId)
  return story
}

/** @param {string} entryId @param {string} familyId @param {Voice} voice */
async function sent(entryId, familyId, voice) {
  if (voice.photoId) return voice.photoId
  /** @param {Partial<Voice>} news */
  const note = (news) => changeTelling(entryId, { voice: Object.assign(voice, news) })
  const photoId = await sendFile({ familyId }, voice, note, () => {})
  note({ photoId })
  return photoId
}

module.exports = { keptTelling, changeTelling, forgetTelling, voiceOf, sendTelling }
