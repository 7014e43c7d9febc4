/** 成长册: a child's booklets, and beginning one of a term. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { intent } = require('../../api/intent')
const { doingFor } = require('../../look/agreeing')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { iso } = require('../../words/dates')
const { stateInWords } = require('./booklet-words')
const { terms } = require('./terms')

Page(
  screen(
    listing({
      data: {
        ...{ child: /** @type {any} */ (null), decides: false },
        ...{ making: false, terms: terms(), term: '', since: '', until: '', today: iso(), proposal: /** @type {any} */ (null) },
        ...{ busy: false, wrong: { since: '', until: '' } },
      },
      begins: intent(),

      onLoad() {
        this.begins = intent()
      },

      onHide() {
        this.stale = true
      },

      async prepare() {
        const home = await inside()
        const child = home.children.find(({ id }) => id === this.query.child) || home.child
        this.setData({ child, decides: Boolean(child && decidesIn(home, child.family_id)) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { child } = this.data
        if (!child) return { items: [], next: '' }
        const { items, next } = await client.get(`/students/${child.id}/booklets`, { cursor })
        return { items: items.map(told), next }
      },

      begin() {
        this.setData({ making: true, proposal: null })
      },

      close() {
        this.setData({ making: false })
      },

      /** @param {any} event */
      chooseTerm({ detail }) {
        const term = this.data.terms.find((/** @type {any} */ { value }) => value === detail.value)
        this.setData({ term: detail.value, since: term?.since || '', until: term?.until || '', proposal: null })
        return term?.since ? this.propose() : undefined
      },

      /** @param {any} event */
      onDay({ currentTarget, detail }) {
        this.setData({ [currentTarget.dataset.end]: detail.value, proposal: null })
        return this.data.since && this.data.until ? this.propose() : undefined
      },

      propose() {
        const { child, since, until } = this.data
        return doing(this, async () => {
          this.setData({ proposal: await client.get(`/students/${child.id}/booklet-proposal`, { since, until }) })
        })
      },

      async make() {
        const { child, since, until } = this.data
        await doingFor(this, child.id, 'archive', async () => {
          const { id } = await this.begins(`/students/${child.id}/booklets`, { since, until })
          this.begins = intent()
          this.setData({ making: false })
          wx.navigateTo({ url: `/pages/keeping/booklet?id=${id}` })
        })
      },

      /** @param {any} event */
      open({ currentTarget }) {
        wx.navigateTo({ url: `/pages/keeping/booklet?id=${currentTarget.dataset.id}` })
      },
    }),
  ),
)

/** @param {any} booklet a BookletItem */
const told = (booklet) => ({ ...booklet, stateWords: stateInWords(booklet) })
