/** 消息: what the account was told; a tap leads to the thing concerned. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { ago } = require('../../words/dates')
const { pageOf } = require('./leads')
const { ANSWERS } = require('./answers')

Page(
  screen(
    listing({
      data: { unread: 0 },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next, unread } = await client.get('/notices', { cursor })
        return { items: items.map(told), next, unread }
      },

      /** @param {any} event */
      async open({ currentTarget }) {
        const place = currentTarget.dataset.index
        const notice = this.data.items[place]
        this.markRead(place, notice)
        try {
          if (ANSWERS[notice.kind]) return await ANSWERS[notice.kind](notice)
          lead(pageOf(notice))
        } catch (error) {
          say(error)
        }
      },

      /** At once; where the service does not hear of it, it is new again. @param {number} place @param {any} notice */
      async markRead(place, notice) {
        if (notice.read) return
        const { unread } = this.data
        this.setData({ [`items[${place}].read`]: true, unread: unread - 1 })
        try {
          await client.put(`/notices/${notice.id}/read`)
        } catch {
          this.setData({ [`items[${place}].read`]: false, unread })
        }
      },

      /** What came since the list was opened stays new. */
      async markAllRead() {
        const { items } = this.data
        const done = await doing(this, () => client.put('/notices/read', { latest: items[0].id }))
        if (done) this.setData({ items: items.map((/** @type {any} */ one) => ({ ...one, read: true })), unread: 0 })
      },
    }),
  ),
)

/** @param {any} notice */
function told(notice) {
  return { ...notice, when: ago(notice.told_at) }
}

/** @param {string} url of a page, or of a tab */
function lead(url) {
  if (url === '/pages/home/home') wx.switchTab({ url })
  else wx.navigateTo({ url })
}
