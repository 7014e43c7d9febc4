/** What is asked before anything is stored or shown, and a guardian's yes to it. */

const client = require('./client')
const { isAged } = require('../words/dates')

/** What something stands on already; 展览 and 媒体 are asked for when there is one. */
const ASKED = ['archive', 'class', 'show', 'donation']

/**
 * @typedef {object} Asked
 * @property {any[]} items TextViews
 * @property {string} accept
 * @property {string} decline
 */

/** @type {Promise<Asked> | null} */
let kept = null

/**
 * All texts in force; readable without a session, asked for once.
 * @param {boolean} [anew] whether one of them may have changed since
 * @returns {Promise<Asked>}
 */
function texts(anew = false) {
  if (anew) kept = null
  kept ??= client.get('/consent-texts', {}, { anonymous: true }).catch((error) => {
    kept = null
    throw error
  })
  return /** @type {Promise<Asked>} */ (kept)
}

/**
 * The text for one purpose.
 * @param {string} purpose archive, class, show, exhibition, media or donation
 * @returns {Promise<any>} a TextView; undefined for a purpose that there is not
 */
async function textOf(purpose) {
  return (await texts()).items.find((text) => text.purpose === purpose)
}

/**
 * Whether what was agreed to then is still what is asked now.
 * @param {{purpose: string, version: string}} consent a ConsentView
 * @param {any} text the TextView of some purpose
 */
function agreesTo({ purpose, version }, text) {
  return purpose === text.purpose && text.accepted_versions.includes(version)
}

/**
 * Say yes to the version that was shown.
 * @param {{familyId: string, studentId?: string | null, purpose: string, version: string}} agreed
 * @returns {Promise<any>} the ConsentView
 */
async function agree({ familyId, studentId = null, purpose, version }) {
  try {
    return await client.post('/consents', { family_id: familyId, student_id: studentId, purpose, version })
  } catch (error) {
    kept = null // perhaps another version is in force by now: show that one next time
    throw error
  }
}

/** From 14 on a child alone agrees to what leaves the family, at 18 to everything. @param {any} child @param {boolean} decides @returns {string[]} */
function askedOf(child, decides) {
  if (child.oneself) return isAged(child, 14) ? ASKED : []
  if (!decides || (isAged(child, 18) && child.signs_in)) return []
  return isAged(child, 14) ? ['archive'] : ASKED
}

module.exports = { texts, textOf, agree, agreesTo, askedOf }
