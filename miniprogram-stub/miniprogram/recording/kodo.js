/** What object storage answers when it does not take a file, as a problem of ours. */

const { Problem } = require('../api/problems')

/** The key exists: we sent it before and never heard. */
const THERE = 614
const DEAD_TICKET = 'kodo.401'
const UNKNOWN_UPLOAD = 'kodo.612'

/**
 * Kodo's own refusals say nothing that a parent could use. A dead ticket, an upload that it forgot
 * and a callback that failed (401, 612, 579) go away when the same is tried again.
 * @param {number} status
 */
function refused(status) {
  const passing = status === 401 || status >= 500
  const detail = status === 403 ? '这个打不开，可能坏了，换一张试试。' : '这张没能传上去，请再试一次。'
  return new Problem({ status: passing ? 503 : status, code: `kodo.${status}`, detail })
}

function vanished() {
  return new Problem({ status: 410, code: 'file.gone', detail: '手机里已经找不到这张了，请重新选一次。' })
}

/**
 * What has to be begun anew before the file is tried again.
 * @param {unknown} error
 * @param {() => string} newKey
 * @returns {Partial<import('./drafts').File>}
 */
function anew(error, newKey) {
  if (!(error instanceof Problem)) return {}
  if (error.code === DEAD_TICKET) return { ticketKey: newKey(), parts: null }
  return error.code === UNKNOWN_UPLOAD || !error.passing ? { parts: null } : {}
}

module.exports = { THERE, refused, vanished, anew }
