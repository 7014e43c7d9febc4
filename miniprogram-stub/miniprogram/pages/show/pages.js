/** 单独展示: the family's own pages of chosen things, and how far their checks are. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { say } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { pageStanding } = require('../../sharing/standing')

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), next: '' },
    familyId: '',
    fetching: false,

    onHide() {
      this.stale = true // one of them may be changed on the next screen
    },

    async load() {
      const { family } = await inside()
      this.familyId = family?.id || ''
      this.setData(this.familyId ? await this.page('') : { items: [], next: '' })
    },

    /** @param {string} cursor */
    async page(cursor) {
      const { items, next } = await client.get(`/families/${this.familyId}/show-pages`, { cursor })
      return { items: items.map((/** @type {any} */ one) => ({ ...one, note: pageStanding(one.standing).title })), next }
    },

    async onReachBottom() {
      const { items, next } = this.data
      if (!next || this.fetching) return
      this.fetching = true
      try {
        const page = await this.page(next)
        this.setData({ items: [...items, ...page.items], next: page.next })
      } catch (error) {
        say(error)
      } finally {
        this.fetching = false
      }
    },

    /** @param {any} event */
    open({ currentTarget }) {
      wx.navigateTo({ url: `/pages/show/edit?id=${currentTarget.dataset.id}` })
    },

    begin() {
      wx.navigateTo({ url: '/pages/show/edit' })
    },
  }),
)
