/** Which deletions were asked for on this phone: their receipts outlast what was deleted. */

const KEPT = 'me.receipts'

/** @returns {{id: string, name: string}[]} latest first */
function all() {
  return wx.getStorageSync(KEPT) || []
}

/** @param {string} id of the erasure @param {string} name of what it deletes */
function keep(id, name) {
  const others = all().filter((one) => one.id !== id)
  wx.setStorageSync(KEPT, [{ id, name }, ...others].slice(0, 20))
}

module.exports = { all, keep }
