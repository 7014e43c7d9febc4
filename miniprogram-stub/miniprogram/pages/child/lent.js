/** The phone is in the child's hands: who uses it, until when, and the way back. */

const session = require('../../api/session')
const { takeBack } = require('../../api/handover')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')

Page(
  screen({
    data: { name: '', over: false, until: '', busy: false },

    onShow() {
      this.stale = true
    },

    async load() {
      const lent = session.lent()
      if (!lent) return wx.switchTab({ url: '/pages/home/home' })
      const end = new Date(lent.until)
      const clock = `${end.getHours()}:${String(end.getMinutes()).padStart(2, '0')}`
      this.setData({ name: lent.name, until: clock, over: end.getTime() <= Date.now() })
    },

    look() {
      wx.switchTab({ url: '/pages/home/home' })
    },

    record() {
      wx.switchTab({ url: '/pages/record/record' })
    },

    async giveBack() {
      if (!this.data.over && !(await sure('把手机还给家长？', '写好的都收着，等家长看过。', '还给家长'))) return
      if (await doing(this, takeBack)) wx.switchTab({ url: '/pages/home/home' })
    },
  }),
)
