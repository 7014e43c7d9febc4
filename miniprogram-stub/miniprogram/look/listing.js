/** What lists do: a page of them first, and the next one when the end is reached. */

const { say } = require('../api/problems')

/**
 * @typedef {object} Listing
 * @property {Record<string, string>} query
 * @property {() => Promise<void>} refresh
 * @property {boolean} stale
 */

/**
 * Options for `screen`. `page(cursor)` gives one page of the list, `{items, next}`, as it is to be
 * shown; `prepare`, if there is one, runs before the first. The data has `items`, and `next` while
 * there are more.
 * @template {Record<string, any>} T
 * @param {T & ThisType<T & Listing & {data: any, setData: (data: any, done?: () => void) => void}>} options
 * @returns {any}
 */
function listing(options) {
  const { data, prepare, ...others } = options
  return {
    ...others,
    data: { items: [], next: '', ...data },
    fetching: false,

    async load() {
      await prepare?.call(this)
      this.setData(await this.page(''))
    },

    async onReachBottom() {
      const { items, next } = this.data
      if (!next || this.fetching) return
      this.fetching = true
      try {
        const page = await this.page(next)
        this.setData({ ...page, items: [...items, ...page.items] })
      } catch (error) {
        say(error)
      } finally {
        this.fetching = false
      }
    },
  }
}

module.exports = { listing }
