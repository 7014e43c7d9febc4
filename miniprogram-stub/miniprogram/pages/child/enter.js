/** A child opens its own archive with the invitation of a guardian. */

const { intent } = require('../../api/intent')
const whose = require('../../api/home')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')

Page(
  screen({
    data: { busy: false, refused: '' },
    make: intent(),

    onLoad() {
      this.make = intent()
    },

    async load() {},

    async enter() {
      await doing(this, async () => {
        if (!(await whose.home())) await whose.signIn()
        try {
          const child = await this.make('/student-accounts', { code: this.query.code })
          whose.choose(child)
          wx.switchTab({ url: '/pages/home/home' })
        } catch (error) {
          if (!(error instanceof Problem) || error.passing) throw error
          this.setData({ refused: error.gone ? '这张请柬已经用过，或者过期了。请家长再发一张。' : error.detail })
        }
      })
    },
  }),
)
