/** 授权: what was agreed to, for whom, since when; taking it back, and the receipt; what may be agreed to. */

const client = require('../../api/client')
const { agree, texts } = require('../../api/consents')
const { inside, decidesIn } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const drafts = require('../../recording/drafts')
const queue = require('../../recording/queue')
const { VERBS } = require('../../sharing/obstacles')
const { dayInWords } = require('../../words/dates')
const { eventsOf, heldBy, lackingIn, titlesOf } = require('./ledger')

const FEW = 5

Page(
  screen({
    data: {
      ...{ holding: /** @type {any[]} */ ([]), events: /** @type {any[]} */ ([]), texts: /** @type {any[]} */ ([]) },
      ...{ receipt: /** @type {any} */ (null), shown: FEW, busy: false },
      ...{ lacking: /** @type {any[]} */ ([]), asking: /** @type {any} */ (null) },
    },
    family: '',
    children: /** @type {any[]} */ ([]),

    async load() {
      const home = await inside()
      this.setData({ texts: (await texts(true)).items })
      this.family = this.query.family || home.family?.id || home.child?.family_id
      if (this.family) await this.show(this.family, home)
    },

    /** @param {string} family @param {import('../../api/home').Home} home */
    async show(family, home) {
      const [held, past] = await Promise.all([
        client.get('/consents', { family_id: family }),
        client.get('/consents/history', { family_id: family }),
      ])
      const titles = titlesOf(this.data.texts)
      const children = home.children.filter(({ family_id: id }) => id === family)
      this.setData({
        holding: heldBy(held.items, children, titles),
        lacking: lackingIn(held.items, children, this.data.texts, decidesIn(home, family)),
        events: eventsOf(past.items, children, titles),
      })
      this.children = children
    },

    /** @param {any} event */
    ask({ currentTarget }) {
      const { child: id, purpose } = currentTarget.dataset
      const { nickname, oneself } = this.children.find((one) => one.id === id)
      const { one, several } = VERBS[/** @type {keyof typeof VERBS} */ (purpose)]
      const verb = this.children.length > 1 ? several(nickname) : one
      this.setData({ asking: { id, purpose, oneself, verb } })
    },

    /** What waited on this phone for the yes goes on. @param {any} event */
    async agreed({ detail }) {
      const { id: studentId, purpose } = this.data.asking
      const done = await doing(this, () => agree({ familyId: this.family, studentId, purpose, version: detail.version }))
      this.setData({ asking: null, ...(done && { receipt: null }) })
      if (!done) return
      drafts.retryUnagreed()
      queue.start()
      await this.refresh()
    },

    declined() {
      this.setData({ asking: null })
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
  if (purpose === 'archive') return '给孩子同意过的其他几件也一起收回，以后不再存新的。已经存下的还在，只给家里人看。'
  return withdrawing.split('。').slice(1).join('。') || withdrawing
}
