/** 授权: what was agreed to, for whom, since when; taking it back, and the receipt of it. */

const client = require('../../api/client')
const { texts } = require('../../api/consents')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { dayInWords } = require('../../words/dates')
const { eventsOf, heldBy, titlesOf } = require('./ledger')

const FEW = 5

Page(
  screen({
    data: {
      ...{ holding: /** @type {any[]} */ ([]), events: /** @type {any[]} */ ([]), texts: /** @type {any[]} */ ([]) },
      ...{ receipt: /** @type {any} */ (null), shown: FEW, busy: false },
    },

    async load() {
      const home = await inside()
      this.setData({ texts: (await texts()).items })
      const family = home.family?.id || home.child?.family_id
      if (family) await this.show(family, home.children)
    },

    /** @param {string} family @param {any[]} all children */
    async show(family, all) {
      const [held, past] = await Promise.all([
        client.get('/consents', { family_id: family }),
        client.get('/consents/history', { family_id: family }),
      ])
      const titles = titlesOf(this.data.texts)
      const children = all.filter(({ family_id: id }) => id === family)
      this.setData({
        holding: heldBy(held.items, children, titles),
        events: eventsOf(past.items, children, titles),
      })
    },

    /** @param {any} event */
    async withdraw({ currentTarget }) {
      const { id, purpose } = currentTarget.dataset
      const text = this.data.texts.find((/** @type {any} */ one) => one.purpose === purpose)
      if (!(await sure(`收回「${text.title}」？`, effectOf(text), '收回'))) return
      const done = await doing(this, async () => {
        const receipt = await client.remove(`/consents/${id}`)
        this.setData({ receipt: { ...receipt, title: text.title, day: dayInWords(receipt.withdrawn_at) } })
      })
      if (!done) return
      wx.pageScrollTo({ scrollTop: 0 })
      await this.refresh()
    },

    /** @param {any} event */
    read({ currentTarget }) {
      wx.navigateTo({ url: `/pages/consents/text?purpose=${currentTarget.dataset.purpose}` })
    },

    showAll() {
      this.setData({ shown: this.data.events.length })
    },
  }),
)

/** What goes dark, in the text's own words; how to do it is known by now. @param {any} text */
function effectOf({ purpose, withdrawing }) {
  if (purpose === 'archive') return '以后不再存新的。已经存下的还在，只给家里人看。'
  return withdrawing.split('。').slice(1).join('。') || withdrawing
}
