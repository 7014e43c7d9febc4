/** 扫一扫: a code of the desk, of a school, of whatever of ours is printed as a mini-program code. */

const { say } = require('../../api/problems')

const OURS = /^\/?(pages\/[\w/-]+\?.+)$/

/** Read a code and open the page that it names. Nothing happens where she changed her mind. */
async function scan() {
  const path = await read()
  if (path === null) return
  const [, page] = OURS.exec(path) || []
  const foreign = () => wx.showToast({ title: '这个码不是家档的，看看电脑上显示的那个。', icon: 'none', duration: 3000 })
  if (page) wx.navigateTo({ url: `/${page}`, fail: foreign })
  else foreign()
}

/** @returns {Promise<string | null>} the page that a code names, with its query; empty for other codes */
async function read() {
  try {
    const { path } = await wx.scanCode({ scanType: ['wxCode', 'qrCode'] })
    return path || ''
  } catch (error) {
    if (!/cancel|privacy/.test(/** @type {any} */ (error).errMsg)) say(error)
    return null
  }
}

module.exports = { scan }
