/** 找一找: what has some words, of what is filed the latest, and all entries by month. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { say } = require('../../api/problems')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { monthInWords } = require('../../words/dates')

const HINTS = 9
const SHOWN = 3

Page(
  screen(
    listing({
      data: {
        ...{ words: '', asked: '', name: '', searching: false, hints: /** @type {any[]} */ ([]) },
        ...{ months: /** @type {any[]} */ ([]), filed: /** @type {any[]} */ ([]), more: '' },
      },
      root: '',
      familyId: '',

      async prepare() {
        const home = await inside()
        const { child: id, family } = this.query
        const child = home.children.find((one) => one.id === id) || (!family && home.child)
        this.familyId = child ? child.family_id : family || home.family?.id
        this.root = child ? `/students/${child.id}` : `/families/${this.familyId}`
        const { items } = await client.get(`${this.root}/places`, child ? {} : { whose: 'all' })
        this.setData({ name: child ? child.nickname : '家里', hints: items.slice(0, HINTS) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { asked, items } = this.data
        if (!asked) return { items: [], next: '', months: [], filed: [], more: '' }
        const [{ items: found, next }, filed] = await Promise.all([
          client.get(`${this.root}/search`, { q: asked, cursor }),
          cursor ? {} : this.filedWith(asked),
        ])
        const before = cursor ? items : []
        const all = withMonths([...before, ...found])
        return { items: all.slice(before.length), next, months: monthsOf(all), ...filed }
      },

      /** The latest of what the family has filed; `more` is where the others are. @param {string} words */
      async filedWith(words) {
        const { items } = await client.get(`/families/${this.familyId}/filed-items`, { q: words })
        const all = `/pages/filing/items?family=${this.familyId}&words=${encodeURIComponent(words)}`
        return { filed: items.slice(0, SHOWN), more: items.length > SHOWN ? all : '' }
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
        this.turn += 1
        this.setData({ words, asked: words, items: [], filed: [], searching: true })
        try {
          const found = await this.page('')
          if (words === this.data.asked) this.setData({ ...found, searching: false })
        } catch (error) {
          if (words !== this.data.asked) return
          this.setData({ asked: '', searching: false })
          say(error)
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
