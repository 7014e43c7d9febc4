/** 那年今天: what was on this day in earlier years, of a child or of the whole family. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { signedIn: true, days: /** @type {any[]} */ ([]), choices: /** @type {any[]} */ ([]), chosen: '' },

    onHide() {
      this.stale = true
    },

    async load() {
      const home = await whose.home()
      this.setData({ signedIn: Boolean(home) })
      if (!home) return
      const choices = choicesOf(home)
      const wanted = this.data.chosen || this.query.student_id || this.query.family_id || home.child?.id
      const one = choices.find(({ value }) => value === wanted) || choices[0]
      if (!one) return this.setData({ days: [] })
      const { items } = await client.get(one.path, one.ask)
      this.setData({ choices, chosen: one.value, days: items })
    },

    /** @param {any} event */
    choose({ detail }) {
      this.setData({ chosen: detail.value })
      return this.refresh()
    },

    begin() {
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },
  }),
)

/** Each child, and each family as a whole. @param {import('../../api/home').Home} home */
function choicesOf({ children, account }) {
  const ofChildren = children.map(({ id, nickname }) => ({ value: id, label: nickname, path: `/students/${id}/on-this-day`, ask: {} }))
  const ofFamilies = account.families.map((/** @type {any} */ { id, name }) => ({
    ...{ value: id, label: name, path: `/families/${id}/on-this-day`, ask: { whose: 'all' } },
  }))
  return [...ofChildren, ...ofFamilies]
}
