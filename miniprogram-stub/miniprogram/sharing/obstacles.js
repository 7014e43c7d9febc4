/** What stands between her and showing something, where she can clear it away herself. */

const { Problem } = require('../api/problems')

/**
 * @typedef {{kind: 'consent', purpose: 'show' | 'class'} | {kind: 'phone'} | {kind: 'privacy'}} Obstacle
 */

/**
 * The obstacle that a refusal tells of.
 * @param {unknown} error
 * @param {'show' | 'class'} purpose what showing it would stand on
 * @returns {Obstacle | null} null where she cannot do anything about it here
 */
function obstacleOf(error, purpose) {
  if (!(error instanceof Problem)) return null
  if (error.code === 'account.phone_required') return { kind: 'phone' }
  if (error.code === 'privacy.found') return { kind: 'privacy' }
  const codes = [error.code, ...error.errors.map(({ code }) => code)]
  const asked = codes.find((code) => /^consent\.(show_required|class_required|renewal_required)$/.test(code))
  if (!asked) return null
  if (asked === 'consent.renewal_required') return { kind: 'consent', purpose }
  return { kind: 'consent', purpose: asked === 'consent.class_required' ? 'class' : 'show' }
}

module.exports = { obstacleOf }
