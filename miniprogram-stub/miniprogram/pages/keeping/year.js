/** A year of a family's: of its children and its own, latest first. */

const client = require('../../api/client')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')

Page(
  screen(
    listing({
      data: { year: '' },

      prepare() {
        const { year } = this.query
        this.setData({ year })
        wx.setNavigationBarTitle({ title: `${year}年` })
      },

      /** What is of an earlier year is not shown, and there the list ends. @param {string} cursor */
      async page(cursor) {
        const { family, year } = this.query
        const ask = cursor ? { cursor } : { from: `${year}-12` }
        const { items, next } = await client.get(`/families/${family}/timeline`, { whose: 'all', ...ask })
        const within = items.filter((/** @type {any} */ entry) => yearOf(entry) === year)
        return { items: within, next: within.length < items.length ? '' : next }
      },
    }),
  ),
)

/** A decade, 198X, is counted in its first year. @param {any} entry @returns {string} */
const yearOf = ({ happened }) => happened.slice(0, 4).replace('X', '0')
