/** The phone number: asked for by WeChat's own button, shown masked, forgotten on demand. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { phone: '', busy: false },

    async load() {
      await inside()
      this.setData({ phone: (await client.get('/account')).phone })
    },

    /** Without a code she said no to WeChat, and that is fine. @param {any} event */
    onNumber({ detail }) {
      if (detail.code) return this.keep(() => client.put('/account/phone', { code: detail.code }), '记下了')
    },

    async forget() {
      const { phone } = this.data
      if (!(await sure('不留手机号了？', `${phone}马上删掉。以后要公开晒的时候，会再问一次。`, '不留了'))) return
      await this.keep(() => client.remove('/account/phone'), '删掉了')
    },

    /** @param {() => Promise<any>} change @param {string} title */
    async keep(change, title) {
      const changed = await doing(this, async () => this.setData({ phone: (await change()).phone }))
      if (!changed) return
      whose.changed()
      wx.showToast({ title, icon: 'success' })
    },
  }),
)
