/** 印成相册: the family's printed albums that one may have, latest first. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { ago } = require('../../words/dates')
const { watching, isUnderWay, stateInWords } = require('./watching')

Page(
  screen(
    listing({
      ...watching,
      data: { familyId: '', mayPrint: false },

      async prepare() {
        const home = await inside()
        const familyId = this.query.family || home.family?.id || ''
        const family = home.account.families.find((/** @type {any} */ { id }) => id === familyId)
        this.setData({ familyId, mayPrint: Boolean(family && family.role !== 'viewer') })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get(`/families/${this.data.familyId}/printed-albums`, { cursor })
        if (!cursor) this.watch(items)
        return { items: items.map(told), next }
      },

      /** The first page anew; what was turned to after it stays. */
      async look() {
        const { items, next } = await this.page('')
        const last = items.length ? items[items.length - 1].id : ''
        const after = this.data.items.filter((/** @type {any} */ { id }) => id < last)
        this.setData({ items: [...items, ...after], next: after.length ? this.data.next : next })
      },

      begin() {
        wx.navigateTo({ url: `/pages/albums/make?family=${this.data.familyId}` })
      },

      /** @param {any} event */
      open({ currentTarget }) {
        wx.navigateTo({ url: `/pages/albums/album?id=${currentTarget.dataset.id}` })
      },
    }),
  ),
)

/** @param {any} album an AlbumView */
function told(album) {
  const { photos, pages, asked_at: asked } = album
  return {
    ...album,
    ...{ underWay: isUnderWay(album), stateWords: stateInWords(album) },
    facts: [`${photos}张照片`, pages ? `${pages}页` : '', ago(asked)].filter(Boolean).join(' · '),
  }
}
