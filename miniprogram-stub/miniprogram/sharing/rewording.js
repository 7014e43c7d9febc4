/** A post that is out already is to say less than it does: its edit opens with the safer words. */

const unsent = require('./unsent')

/** @param {string} postId @returns {string} what its unsent edit is kept as */
const editOf = (postId) => `edit ${postId}`

/**
 * Open the edit with these words; nothing is sent before she says so, and what else she wrote stays.
 * @param {{id: string, words: string}} post
 * @param {string} words
 */
function reword({ id, words: published }, words) {
  const before = unsent.kept(editOf(id))
  if (!before || before.words === published) unsent.keep(editOf(id), { ...before, words })
  wx.navigateTo({ url: `/pages/post/edit?id=${id}&reworded=1` })
}

module.exports = { editOf, reword }
