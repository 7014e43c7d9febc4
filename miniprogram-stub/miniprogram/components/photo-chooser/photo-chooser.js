/** Choosing from the family's own photos: a popup, page by page; tells `chosen` with PhotoViews. */

const client = require('../../api/client')
const { say } = require('../../api/problems')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    familyId: { type: String, value: '' },
    /** how many more there may be */
    most: { type: Number, value: 9 },
    /** ids that are chosen already, and so not offered */
    without: { type: Array, value: [] },
  },
  data: { photos: /** @type {any[]} */ ([]), next: '', there: false, fetching: false, count: 0 },
  observers: {
    visible(visible) {
      if (visible) this.begin()
    },
  },
  methods: {
    begin() {
      this.setData({ photos: [], next: '', there: false, count: 0 })
      return this.fetch('')
    },

    more() {
      if (this.data.next) this.fetch(this.data.next)
    },

    /** @param {string} cursor */
    async fetch(cursor) {
      if (this.data.fetching) return
      this.setData({ fetching: true })
      try {
        const { familyId } = this.properties
        const without = /** @type {string[]} */ (this.properties.without)
        const page = await client.get(`/families/${familyId}/photos`, { cursor })
        const fit = page.items.filter(
          (/** @type {any} */ { id, medium, state }) => medium !== 'audio' && state === 'ready' && !without.includes(id),
        )
        this.setData({ photos: [...this.data.photos, ...fit], next: page.next, there: true })
      } catch (error) {
        say(error)
        this.close()
      } finally {
        this.setData({ fetching: false })
      }
    },

    /** @param {any} event */
    toggle({ currentTarget }) {
      const { id } = currentTarget.dataset
      const { photos, count } = this.data
      const on = !photos.find((one) => one.id === id).on
      if (on && count >= this.properties.most) {
        wx.showToast({ title: `最多再选${this.properties.most}张`, icon: 'none' })
        return
      }
      this.setData({
        photos: photos.map((one) => (one.id === id ? { ...one, on } : one)),
        count: count + (on ? 1 : -1),
      })
    },

    take() {
      this.triggerEvent('chosen', { photos: this.data.photos.filter(({ on }) => on) })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})
