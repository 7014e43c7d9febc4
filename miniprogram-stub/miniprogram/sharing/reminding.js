/** One message in WeChat for one yes. */

/** WeChat's own sheet, after a tap. @param {string} template @returns {Promise<boolean>} whether she said yes */
async function accepted(template) {
  try {
    const answers = /** @type {any} */ (await wx.requestSubscribeMessage({ tmplIds: [template] }))
    return answers[template] === 'accept'
  } catch {
    wx.showToast({ title: '微信里关掉了提醒。要开，点右上角“···”，再点“设置”。', icon: 'none', duration: 3000 })
    return false
  }
}

module.exports = { accepted }
