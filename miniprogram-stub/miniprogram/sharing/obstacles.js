/** What stands between her and giving something to others, where she can clear it away herself. */

const { Problem } = require('../api/problems')

/**
 * @typedef {'archive' | 'show' | 'class' | 'donation'} Purpose what it would stand on
 * @typedef {{kind: 'consent', purpose: Purpose} | {kind: 'phone'} | {kind: 'privacy'}} Obstacle
 */

/** What is asked of a guardian, and of a child of 14 and more itself. */
const ASKED = /^consent\.(archive|show|class|donation|renewal)_required$/
const ASKED_ITSELF = /^consent\.(archive|child|renewal)_required$/

/** What a yes does: for whom it is alone, or for one of several. */
const VERBS = {
  archive: { one: '保存', several: (/** @type {string} */ name) => `保存${name}的` },
  show: { one: '展示', several: (/** @type {string} */ name) => `展示${name}的` },
  class: { one: '给班级看', several: () => '给班级看' },
  donation: { one: '捐赠', several: (/** @type {string} */ name) => `捐赠${name}的` },
}

/**
 * The obstacle that a refusal tells of.
 * @param {unknown} error
 * @param {Purpose} purpose what a renewal is of, or a child's own yes
 * @param {boolean} [oneself] whether it is the child who was refused
 * @returns {Obstacle | null} null where she cannot do anything about it here
 */
function obstacleOf(error, purpose, oneself = false) {
  if (!(error instanceof Problem)) return null
  if (error.code === 'account.phone_required') return { kind: 'phone' }
  if (error.code === 'privacy.found') return { kind: 'privacy' }
  const codes = [error.code, ...error.errors.map(({ code }) => code)]
  const [, asked] = codes.map((code) => (oneself ? ASKED_ITSELF : ASKED).exec(code)).find(Boolean) || []
  if (!asked) return null
  return { kind: 'consent', purpose: asked in VERBS ? /** @type {Purpose} */ (asked) : purpose }
}

module.exports = { VERBS, obstacleOf }
