/** What the family's archive holds of one class, with some words, or of all, latest first. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { groupsOf, titleIn, classIn } = require('./schemes')

Page(
  screen(
    listing({
      data: { familyId: '', title: '', holds: '', code: '', words: '', mayFile: false },

      onHide() {
        this.stale = true
      },

      async prepare() {
        const home = await inside()
        const familyId = this.query.family || home.family?.id || ''
        const { class: code = '', words = '' } = this.query
        const { scheme } = await client.get(`/families/${familyId}/archive`)
        const groups = await groupsOf(scheme)
        const family = home.account.families.find((/** @type {any} */ { id }) => id === familyId)
        const title = words ? `有“${words}”的` : titleIn(groups, code)
        this.setData({ familyId, code, words, title: title || '家里收着的', holds: classIn(groups, code)?.holds || '', mayFile: family?.role !== 'viewer' })
      },

      /** @param {string} cursor */
      page(cursor) {
        const { familyId, code, words } = this.data
        return client.get(`/families/${familyId}/filed-items`, { class_code: code, q: words, cursor })
      },

      add() {
        const { familyId, code } = this.data
        wx.navigateTo({ url: `/pages/filing/form?family=${familyId}&class=${code}` })
      },
    }),
  ),
)
