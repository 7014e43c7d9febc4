/** What this is, by which rules, and who answers for it. To be read by everybody. */

const { texts } = require('../../api/consents')
const { baseUrl } = require('../../config')
const { copied } = require('../../look/copying')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { texts: /** @type {any[]} */ ([]), responsible: '', contact: '' },

    async load() {
      const { items } = await texts()
      const [{ responsible, contact }] = items
      this.setData({ texts: items, responsible, contact })
    },

    openGuideline() {
      wx.openPrivacyContract({ fail: () => wx.showToast({ title: '现在打不开，稍后再试试', icon: 'none' }) })
    },

    copyChildren() {
      return this.copy('/privacy/children')
    },

    copyPrivacy() {
      return this.copy('/privacy')
    },

    /** WeChat opens no foreign page from here: the address goes to the clipboard. @param {string} path */
    async copy(path) {
      if (await copied(baseUrl + path)) wx.showToast({ title: '网址复制好了，粘到浏览器里就能看', icon: 'none', duration: 3000 })
    },
  }),
)
