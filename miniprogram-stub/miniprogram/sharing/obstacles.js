/** What stands between her and giving something to others, where she can clear it away herself. */

const { Problem } = require('../api/problems')

/**
 * @typedef {'show' | 'class' | 'donation'} Purpose what it would stand on
 * @typedef {{kind: 'consent', purpose: Purpose} | {kind: 'phone'} | {kind: 'privacy'}} Obstacle
 */

const ASKED = /^consent\.(show|class|donation|renewal)_required$/

/**
 * The obstacle that a refusal tells of.
 * @param {unknown} error
 * @param {Purpose} purpose what a renewal is of
 * @returns {Obstacle | null} null where she cannot do anything about it here
 */
function obstacleOf(error, purpose) {
  if (!(error instanceof Problem)) return null
  if (error.code === 'account.phone_required') return { kind: 'phone' }
  if (error.code === 'privacy.found') return { kind: 'privacy' }
  const codes = [error.code, ...error.errors.map(({ code }) => code)]
  const [, asked] = codes.map((code) => ASKED.exec(code)).find(Boolean) || []
  if (!asked) return null
  return { kind: 'consent', purpose: asked === 'renewal' ? purpose : /** @type {Purpose} */ (asked) }
}

module.exports = { obstacleOf }
