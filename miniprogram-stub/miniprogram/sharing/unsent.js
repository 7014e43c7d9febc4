/** Words that were written here and have not arrived yet: leaving the screen loses none. They are their writer's alone. */

const session = require('../api/session')

const KEPT = 'sharing.unsent'
const MOST = 20

/** @param {string} name */
const own = (name) => `${session.account()} ${name}`

/** @returns {Record<string, any>} everybody's, the latest ones last */
const all = () => wx.getStorageSync(KEPT) || {}

/**
 * Keep something until it has arrived; of too many the oldest go.
 * @param {string} name what it is for, such as a post's id
 * @param {any} value
 */
function keep(name, value) {
  const { [own(name)]: _, ...others } = all()
  const kept = Object.entries({ ...others, [own(name)]: value }).slice(-MOST)
  wx.setStorageSync(KEPT, Object.fromEntries(kept))
}

/** @param {string} name @returns {any} undefined where nothing is kept */
const kept = (name) => all()[own(name)]

/** @param {string} name */
function drop(name) {
  const { [own(name)]: _, ...others } = all()
  wx.setStorageSync(KEPT, others)
}

module.exports = { keep, kept, drop }
