/** The pictures of something shown, in their order: one large, two, four, or in threes. */

const TALLEST = 1.4
const FLATTEST = 0.5

Component({
  properties: {
    /** `{url, width, height, colour, film?, told?}` each */
    items: { type: Array, value: [] },
    /** what they are of, for whoever cannot see them */
    alt: { type: String, value: '照片' },
    /** whether a film is played here; else a tap on it is for whoever holds this */
    plays: { type: Boolean, value: false },
  },
  data: { ratio: 1, columns: 'threes', label: '照片' },
  observers: {
    'items, alt'(items, alt) {
      const [{ width = 0, height = 0 } = {}] = items
      const ratio = width && height ? Math.min(Math.max(height / width, FLATTEST), TALLEST) : 0.75
      const columns = items.length === 1 ? 'alone' : items.length === 2 || items.length === 4 ? 'twos' : 'threes'
      this.setData({ ratio: items.length === 1 ? ratio : 1, columns, label: alt || '照片' })
    },
  },
  methods: {
    /** @param {any} event */
    look({ currentTarget }) {
      const urls = this.properties.items.map((/** @type {any} */ { url }) => /** @type {string} */ (url))
      wx.previewImage({ urls, current: urls[currentTarget.dataset.place] })
    },
  },
})
