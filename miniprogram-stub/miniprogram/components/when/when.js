/** When something was, as exactly as one remembers: a day, a month, a season, a year, a decade. */

const { iso } = require('../../words/dates')
const { SEASONS, read, written, inWords } = require('../../words/edtf')

const WAYS = [
  { key: 'day', words: '记得哪天' },
  { key: 'month', words: '只记得月份' },
  { key: 'season', words: '只记得季节' },
  { key: 'year', words: '只记得哪年' },
  { key: 'decade', words: '只记得年代' },
]
const OLDEST = 1900

Component({
  properties: {
    /** EDTF, or empty */
    value: { type: String, value: '' },
    /** how the service says that value; may be empty */
    words: { type: String, value: '' },
  },
  data: {
    ...{ ways: WAYS, seasons: SEASONS, decades: decades(), today: iso() },
    ...{ way: '', year: '', season: '', about: false, said: '', near: '' },
  },
  observers: {
    'value, words'(value, words) {
      const { exactness, value: exact, about } = read(value)
      const way = exactness === 'while' ? '' : exactness
      const [year, part] = exact.split('-')
      this.setData({ about, said: words || inWords(value), year: year || '', season: exactness === 'season' ? part : '' })
      this.setData({ near: exactness === 'day' ? exact : this.data.today })
      if (way) this.setData({ way })
    },
  },
  methods: {
    /** @param {any} event */
    choose({ currentTarget }) {
      this.setData({ way: currentTarget.dataset.way })
    },

    /** @param {any} event */
    onDate({ detail }) {
      this.tell(detail.value)
    },

    /** @param {any} event */
    onYear({ detail }) {
      const { way, season } = this.data
      this.setData({ year: detail.value })
      if (way === 'year') this.tell(detail.value)
      else if (season) this.tell(`${detail.value}-${season}`)
    },

    /** @param {any} event */
    onSeason({ currentTarget }) {
      const { season } = currentTarget.dataset
      this.setData({ season })
      this.tell(`${this.data.year || this.data.today.slice(0, 4)}-${season}`)
    },

    /** @param {any} event */
    onDecade({ detail }) {
      this.tell(this.data.decades[detail.value].value)
    },

    toggleAbout() {
      const { value } = this.properties
      const said = read(value)
      if (said.exactness) this.triggerEvent('change', { value: written({ ...said, about: !said.about }) })
    },

    forget() {
      this.setData({ way: '', season: '', year: '' })
      this.triggerEvent('change', { value: '' })
    },

    /** @param {string} value */
    tell(value) {
      const { exactness } = read(value)
      this.triggerEvent('change', { value: written({ exactness, value, about: this.data.about }) })
    },
  },
})

/** From this decade back to the oldest that a family tells of. */
function decades() {
  const first = Math.floor(new Date().getFullYear() / 10) * 10
  return Array.from({ length: (first - OLDEST) / 10 + 1 }, (_, back) => {
    const begins = first - back * 10
    return { value: `${begins / 10}X`, words: `${begins}年代` }
  })
}
