/** 找一找: entries with some words, by month. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { say } = require('../../api/problems')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { monthInWords } = require('../../words/dates')

const HINTS = 9

Page(
  screen(
    listing({
      data: {
        ...{ words: '', asked: '', name: '', searching: false, hints: /** @type {any[]} */ ([]) },
        months: /** @type {any[]} */ ([]),
      },
      root: '',

      async prepare() {
        const home = await inside()
        const { child: id, family } = this.query
        const child = home.children.find((one) => one.id === id) || (!family && home.child)
        this.root = child ? `/students/${child.id}` : `/families/${family || home.family?.id}`
        const { items } = await client.get(`${this.root}/places`, child ? {} : { whose: 'all' })
        this.setData({ name: child ? child.nickname : '家里', hints: items.slice(0, HINTS) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { asked, items } = this.data
        if (!asked) return { items: [], next: '', months: [] }
        const { items: found, next } = await client.get(`${this.root}/search`, { q: asked, cursor })
        const before = cursor ? items : []
        const all = withMonths([...before, ...found])
        return { items: all.slice(before.length), next, months: monthsOf(all) }
      },

      /** @param {any} event */
      onWords({ detail }) {
        this.setData({ words: detail.value })
      },

      search() {
        return this.find(this.data.words.trim())
      },

      /** @param {any} event */
      take({ currentTarget }) {
        return this.find(currentTarget.dataset.words)
      },

      /** @param {string} words */
      async find(words) {
        if (!words) return
        this.setData({ words, asked: words, items: [], searching: true })
        try {
          this.setData(await this.page(''))
        } catch (error) {
          this.setData({ asked: '' })
          say(error)
        } finally {
          this.setData({ searching: false })
        }
      },

      /** @param {any} event */
      jump({ currentTarget }) {
        wx.pageScrollTo({ selector: `#m${currentTarget.dataset.month}` })
      },
    }),
  ),
)

/** @param {any} entry @returns {string} */
const monthOf = ({ happened }) => (/^\d{4}-(0\d|1[0-2])/.test(happened) ? happened.slice(0, 7) : '')

/** The first entry of each month says which. @param {any[]} entries */
function withMonths(entries) {
  return entries.map((entry, at) => {
    const month = monthOf(entry)
    const first = month && (!at || monthOf(entries[at - 1]) !== month)
    return { ...entry, month: first ? month : '', monthWords: first ? monthInWords(month) : '' }
  })
}

/** The months of what was found, with how many. @param {any[]} entries */
function monthsOf(entries) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const month of entries.map(monthOf).filter(Boolean)) counts.set(month, (counts.get(month) || 0) + 1)
  return [...counts].map(([month, count]) => ({ month, count, words: monthInWords(month) }))
}
