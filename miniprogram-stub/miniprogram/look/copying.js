/** What goes to the clipboard, for elsewhere. WeChat asks for the privacy guideline first. */

const { say } = require('../api/problems')

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there; why not has been said
 */
async function copied(text) {
  try {
    await wx.setClipboardData({ data: text })
    return true
  } catch (error) {
    const { errMsg = '' } = /** @type {any} */ (error)
    if (/privacy/.test(errMsg)) wx.showToast({ title: '没有同意隐私指引，暂时复制不了。', icon: 'none', duration: 3000 })
    else say(error)
    return false
  }
}

module.exports = { copied }
