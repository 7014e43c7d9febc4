/** What lists do: a page of them first, and the next one when the end is reached. */

const { say } = require('../api/problems')

/**
 * @typedef {object} Listing
 * @property {Record<string, string>} query
 * @property {() => Promise<void>} refresh
 * @property {boolean} stale
 * @property {number} turn counts what the list was filled with: what was asked for an earlier one is late
 */

/**
 * Options for `screen`. `page(cursor)` gives one page of the list, `{items, next}`, as it is to be
 * shown; `prepare`, if there is one, runs before the first. The data has `items`, and `next` while
 * there are more.
 * @template {Record<string, any>} T
 * @param {T & ThisType<T & Listing & {data: any, setData: (data: any, done?: () => void) => void, selectComponent: (selector: string) => any}>} options
 * @returns {any}
 */
function listing(options) {
  const { data, prepare, ...others } = options
  return {
    ...others,
    data: { items: [], next: '', ...data },
    fetching: false,
    turn: 0,

    async load() {
      const turn = (this.turn += 1)
      await prepare?.call(this)
      const page = await this.page('')
      if (turn === this.turn) this.setData(page)
    },

    async onReachBottom() {
      const { data, turn } = this
      if (!data.next || this.fetching) return
      this.fetching = true
      try {
        const { items, ...others } = await this.page(data.next)
        if (turn === this.turn) this.setData({ ...others, ...behind('items', this.data.items, items) })
      } catch (error) {
        say(error)
      } finally {
        this.fetching = false
      }
    },
  }
}

/**
 * What `setData` appends to a list of the page's: those that are there do not go over again, WeChat
 * takes 1 MB at once.
 * @param {string} name
 * @param {any[]} before
 * @param {any[]} more
 */
function behind(name, before, more) {
  return Object.fromEntries(more.map((one, at) => [`${name}[${before.length + at}]`, one]))
}

module.exports = { listing, behind }
