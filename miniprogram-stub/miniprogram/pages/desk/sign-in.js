/** A browser asks to be let in: which one, and her yes or no. Reached by the code on its screen. */

const client = require('../../api/client')
const { Problem } = require('../../api/problems')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { ago } = require('../../words/dates')

const ENDS = /** @type {Record<string, {title: string, text: string}>} */ ({
  allowed: { title: '登录好了', text: '回到电脑前就行。不用了，在电脑上点“退出登录”，或者在“登录的设备”里退出它。' },
  refused: { title: '没有让它登录', text: '电脑上什么也看不到。' },
  dead: { title: '这个码过期了', text: '一个码只管三分钟。在电脑上换一个新的，再扫一次。' },
})

Page(
  screen({
    data: { desk: /** @type {any} */ (null), end: /** @type {any} */ (null), busy: false },

    async load() {
      try {
        this.show(await client.get(this.path()))
      } catch (error) {
        if (!(error instanceof Problem && error.gone)) throw error
        this.setData({ end: ENDS.dead })
      }
    },

    path() {
      return `/desk-sign-ins/${encodeURIComponent(this.query.scene || this.query.code || '')}`
    },

    /** @param {any} desk a DeskView */
    show(desk) {
      this.setData({ desk: { ...desk, when: ago(desk.asked_at) }, end: ENDS[desk.state] || null })
    },

    allow() {
      return this.answer('allowance')
    },

    refuse() {
      return this.answer('refusal')
    },

    /** @param {string} word */
    async answer(word) {
      await doing(this, async () => {
        try {
          this.show(await client.post(`${this.path()}/${word}`))
        } catch (error) {
          if (!(error instanceof Problem && error.gone)) throw error
          this.setData({ end: ENDS.dead })
        }
      })
    },

    devices() {
      wx.redirectTo({ url: '/pages/me/sessions' })
    },

    leave() {
      wx.switchTab({ url: '/pages/mine/mine' })
    },
  }),
)
