/** Nickname and avatar: both are checked before anybody else sees them. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { sendAvatar } = require('./avatar')

Page(
  screen({
    data: { nickname: '', avatar: '', wrong: { nickname: '' }, busy: false, sending: false },

    async load() {
      await inside()
      const { nickname, avatar } = await client.get('/account')
      this.setData({ nickname, avatar })
    },

    /** @param {any} event */
    async onAvatar({ detail }) {
      const before = this.data.avatar
      this.setData({ avatar: detail.avatarUrl, sending: true })
      if (await doing(this, () => sendAvatar(detail.avatarUrl))) this.changed('换好了')
      else this.setData({ avatar: before })
      this.setData({ sending: false })
    },

    async dropAvatar() {
      if (!(await doing(this, () => client.remove('/account/avatar')))) return
      this.setData({ avatar: '' })
      this.changed('不用了')
    },

    /** WeChat may empty a nickname that it dislikes: the form says what is there in the end. @param {any} event */
    async save({ detail }) {
      const nickname = detail.value.nickname.trim()
      if (!nickname) return this.setData({ wrong: { nickname: '写一个昵称，一个字也行' } })
      this.setData({ nickname })
      if (await doing(this, () => client.put('/account', { nickname }))) this.changed('改好了')
    },

    /** @param {string} title */
    changed(title) {
      whose.changed()
      wx.showToast({ title, icon: 'success' })
    },
  }),
)
