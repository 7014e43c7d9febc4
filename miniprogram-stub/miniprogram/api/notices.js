/** What the account was told and has not read yet: the figure on the tab 我的. */

const client = require('./client')
const session = require('./session')

const TAB = 4
const MANY = 99

/** Count what is new and show it on the tab; where nothing can be asked the figure stays. */
async function count() {
  try {
    show(session.known() ? await unread() : 0)
  } catch {
    // Nothing is lost: it is counted again when the app or the tab comes to the front.
  }
}

/** @returns {Promise<number>} how many are new */
async function unread() {
  return (await client.get('/notices')).unread
}

/** @param {number} fresh how many are new */
function show(fresh) {
  const fail = () => {} // no tab bar on this page: it is set when one comes back to it
  if (fresh) wx.setTabBarBadge({ index: TAB, text: fresh <= MANY ? String(fresh) : `${MANY}+`, fail })
  else wx.removeTabBarBadge({ index: TAB, fail })
}

module.exports = { count, show, unread }
