/** 成长: the years of a child, latest first; before anybody signed in, those of the sample's child. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const whose = require('../../api/home')
const queue = require('../../recording/queue')
const { waitingWords } = require('../../recording/words')
const { behind } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { monthInWords } = require('../../words/dates')

Page(
  screen({
    data: {
      signedIn: false,
      sample: null,
      child: null,
      children: [],
      entries: /** @type {any[]} */ ([]),
      next: '',
      total: 0,
      years: /** @type {any[]} */ ([]),
      memory: null,
      sending: '',
      from: '',
      fromWords: '',
      choosingMonth: false,
    },
    fetching: false,
    turn: 0,
    unfollow: /** @type {null | (() => void)} */ (null),

    onShow() {
      this.unfollow ??= queue.follow((_, hasArrived) => this.onNews(hasArrived))
      this.setData({ sending: waitingWords() })
    },

    onHide() {
      this.unfollow?.()
      this.unfollow = null
      this.stale = true // what was recorded or changed elsewhere is to be seen here
    },

    async load() {
      const turn = (this.turn += 1)
      const home = await whose.home()
      if (turn !== this.turn) return
      if (!home) return this.loadSample(turn)
      const { child, children } = home
      const known = { signedIn: true, child, children, sample: null }
      if (!child) return this.setData({ ...known, entries: [], next: '' })
      const [page, years, days] = await Promise.all([
        client.get(`/students/${child.id}/timeline`, { from: this.data.from }),
        client.get(`/students/${child.id}/months`),
        client.get(`/students/${child.id}/on-this-day`),
      ])
      if (turn !== this.turn) return // she has turned to another child meanwhile
      this.setData({
        ...known, // with its records: none is shown under another child's name
        ...{ entries: withMonths(page.items), next: page.next },
        ...{ years: years.items.map(withValues), total: totalOf(years), memory: memoryOf(days.items) },
      })
    },

    /** The family's goes at once, whether the sample comes or not. @param {number} turn */
    async loadSample(turn) {
      if (this.data.signedIn) this.setData({ signedIn: false, child: null, children: [], entries: [], next: '', memory: null })
      const sample = await client.find('/sample', {}, { anonymous: true }) // none where nothing may be leafed through
      if (turn === this.turn) this.setData({ sample, entries: sample ? withMonths(sample.entries) : [] })
    },

    async onReachBottom() {
      const { child, next } = this.data
      const { turn } = this
      if (!next || this.fetching) return
      this.fetching = true
      try {
        const page = await client.get(`/students/${child.id}/timeline`, { cursor: next })
        if (turn !== this.turn) return
        const { entries } = this.data
        const more = withMonths([...entries, ...page.items]).slice(entries.length)
        this.setData({ ...behind('entries', entries, more), next: page.next })
      } catch (error) {
        say(error)
      } finally {
        this.fetching = false
      }
    },

    /** @param {boolean} hasArrived */
    onNews(hasArrived) {
      this.setData({ sending: waitingWords() })
      if (hasArrived) this.refresh()
    },

    /** @param {any} event */
    choose({ currentTarget }) {
      const child = this.data.children.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id)
      whose.choose(child)
      this.setData({ from: '', fromWords: '' })
      return this.again()
    },

    openMonths() {
      this.setData({ choosingMonth: true })
    },

    closeMonths() {
      this.setData({ choosingMonth: false })
    },

    /** @param {any} event */
    jump({ currentTarget }) {
      const { month } = currentTarget.dataset
      this.setData({ from: month, fromWords: month && monthInWords(month), choosingMonth: false })
      wx.pageScrollTo({ scrollTop: 0 })
      return this.refresh()
    },

    begin() {
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    record() {
      wx.switchTab({ url: '/pages/record/record' })
    },

    visit() {
      wx.navigateTo({ url: `/pages/child/child?id=${this.data.child.id}` })
    },

    find() {
      wx.navigateTo({ url: `/pages/keeping/search?child=${this.data.child.id}` })
    },

    remember() {
      wx.navigateTo({ url: '/pages/anniversary/anniversary' })
    },
  }),
)

/** The first entry of each month says which. @param {any[]} entries */
function withMonths(entries) {
  let last = ''
  return entries.map((entry) => {
    const month = /^\d{4}-\d\d/.test(entry.happened) ? entry.happened.slice(0, 7) : ''
    const words = month && month !== last && Number(month.slice(5)) <= 12 ? monthInWords(month) : ''
    last = month || last
    return { ...entry, monthWords: words }
  })
}

/** @param {any} year */
function withValues({ year, months }) {
  const named = months.map((/** @type {any} */ one) => ({ ...one, value: `${year}-${String(one.month).padStart(2, '0')}` }))
  return { year, months: named }
}

/** @param {any} years */
function totalOf({ items, undated }) {
  return items.reduce((/** @type {number} */ sum, /** @type {any} */ { count }) => sum + count, undated)
}

/** One picture of an earlier year. @param {any[]} days */
function memoryOf(days) {
  for (const { words, entries } of days) {
    const told = entries.find((/** @type {any} */ { photos }) => photos.some((/** @type {any} */ { thumb }) => thumb))
    if (told) return { words, title: told.title, photo: told.photos.find((/** @type {any} */ { thumb }) => thumb) }
  }
  return null
}
