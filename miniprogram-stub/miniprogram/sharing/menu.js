/** What is done to a post from its ··· menu, wherever it is met. */

const client = require('../api/client')
const { sure } = require('../look/doing')

/**
 * Let her choose one of these.
 * @param {[string, () => any][]} choices what it is called, and what it does
 */
async function choose(choices) {
  try {
    const { tapIndex } = await wx.showActionSheet({ itemList: choices.map(([words]) => words) })
    await choices[tapIndex][1]()
  } catch (error) {
    const { errMsg = '' } = /** @type {any} */ (error)
    if (!/cancel/.test(errMsg)) throw error
  }
}

/**
 * Leave this family's posts out of what she is shown; they do not learn of it.
 * @param {{id: string, family: string}} post
 * @returns {Promise<boolean>} whether she did
 */
async function mute({ id, family }) {
  if (!(await sure(`不再看「${family}」？`, '以后「看看」里不出现这一家，他们不会知道。', '不看了'))) return false
  await client.put(`/posts/${id}/mute`)
  return true
}

/** @param {{id: string}} post @returns {Promise<boolean>} whether she did */
async function withdraw({ id }) {
  const meaning = '别人马上看不到，发出去的链接也都打不开。收回以后不能再放出来。'
  if (!(await sure('收回这一条？', meaning, '收回'))) return false
  await client.post(`/posts/${id}/withdrawal`)
  return true
}

/** @param {{id: string}} post @returns {Promise<boolean>} whether she did */
async function discard({ id }) {
  if (!(await sure('放进回收站？', '别人马上看不到。30天之内可以从回收站拿回来。', '放进去'))) return false
  await client.remove(`/posts/${id}`)
  return true
}

module.exports = { choose, mute, withdraw, discard }
