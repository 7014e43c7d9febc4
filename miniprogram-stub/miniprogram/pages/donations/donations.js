/** 捐给档案馆: what it means to give an archive copies, and what the family has offered so far. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { STATES, dayOf } = require('./terms')

Page(
  screen(
    listing({
      data: { familyId: '', decides: false },

      onHide() {
        this.stale = true
      },

      async prepare() {
        const home = await inside()
        const familyId = this.query.family || home.family?.id || ''
        if (!home.account.families.some((/** @type {any} */ { id }) => id === familyId)) await client.get(`/families/${familyId}`)
        this.setData({ familyId, decides: decidesIn(home, familyId) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { familyId, decides } = this.data
        if (!decides) return { items: [], next: '' }
        const { items, next } = await client.get(`/families/${familyId}/donations`, { cursor })
        return { items: items.map(told), next }
      },

      /** @param {any} event */
      open({ currentTarget }) {
        wx.navigateTo({ url: `/pages/donations/donation?id=${currentTarget.dataset.id}` })
      },

      offer() {
        wx.navigateTo({ url: `/pages/donations/offer?family=${this.data.familyId}` })
      },
    }),
  ),
)

/** @param {any} one a DonationItem */
function told(one) {
  return { ...one, title: STATES[one.state].title, offered: dayOf(one.offered_at), waits: one.state === 'wanted' }
}
