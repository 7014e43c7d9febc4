/** The task for which she went to record something: what is recorded next for that child is its answer. */

const ERRAND = 'record.errand'

/**
 * @typedef {object} Errand
 * @property {string} task its id
 * @property {string} title
 * @property {string} ofClass the class's id, or empty
 * @property {string} child the student's id
 */

/** @param {Errand} errand */
function begin(errand) {
  wx.setStorageSync(ERRAND, errand)
}

/** @param {string | null} child @returns {Errand | null} what waits for an entry of this child's */
function waitingFor(child) {
  const errand = wx.getStorageSync(ERRAND)
  return errand && errand.child === child ? errand : null
}

function end() {
  wx.removeStorageSync(ERRAND)
}

module.exports = { begin, waitingFor, end }
