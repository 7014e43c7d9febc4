/** How everything looks on this phone: the size of letters, and 关怀模式. */

const CARE = 'look.care'
const LARGE = 1.4

/**
 * @typedef {object} Look
 * @property {number} scale how much larger than usual letters are
 * @property {boolean} care 关怀模式: larger letters and targets
 */

/** @type {Look} */
let current = { scale: 1, care: false }

/** @type {Set<(look: Look) => void>} */
const watchers = new Set()

/** @returns {Look} */
function look() {
  return current
}

/** Take WeChat's font setting and the choice made here into account, anew. */
function refresh() {
  const { fontSizeScaleFactor = 1 } = wx.getAppBaseInfo()
  const chosen = wx.getStorageSync(CARE)
  const care = chosen === '' ? fontSizeScaleFactor >= LARGE : chosen
  const scale = Math.min(Math.max(fontSizeScaleFactor, care ? LARGE : 1), 2)
  if (care === current.care && scale === current.scale) return
  current = { scale, care }
  watchers.forEach((tell) => tell(current))
}

/** @param {boolean} care */
function choose(care) {
  wx.setStorageSync(CARE, care)
  refresh()
}

/** Follow WeChat's settings from now on. */
function watch() {
  refresh()
}

/**
 * Hear of changes until the returned function is called.
 * @param {(look: Look) => void} tell
 */
function follow(tell) {
  watchers.add(tell)
  tell(current)
  return () => watchers.delete(tell)
}

module.exports = { look, refresh, choose, watch, follow }
