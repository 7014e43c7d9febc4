/** Choosing from the family's records: a popup, page by page; tells `chosen` with `{id, title, shown, child}`s. */

const client = require('../../../api/client')
const { say } = require('../../../api/problems')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    familyId: { type: String, value: '' },
    /** ids that are on the page already */
    without: { type: Array, value: [] },
  },
  data: { entries: /** @type {any[]} */ ([]), next: '', there: false, fetching: false, count: 0 },
  observers: {
    visible(visible) {
      if (!visible) return
      this.setData({ entries: [], next: '', there: false, count: 0 })
      this.fetch('')
    },
  },
  methods: {
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
        const page = await client.get(`/families/${familyId}/timeline`, { whose: 'all', cursor })
        const fit = page.items.filter(
          (/** @type {any} */ one) => one.standing === 'passed' && !one.draft && !one.unfinished && !without.includes(one.id),
        )
        this.setData({ entries: [...this.data.entries, ...fit.map(named)], next: page.next, there: true })
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
      const entries = this.data.entries.map((one) => (one.id === id ? { ...one, on: !one.on } : one))
      this.setData({ entries, count: entries.filter(({ on }) => on).length })
    },

    take() {
      const chosen = this.data.entries.filter(({ on }) => on)
      this.triggerEvent('chosen', { entries: chosen.map(({ id, name, student_id: child }) => ({ id, title: name, shown: true, child })) })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})

const BEGINNING = 14

/** By what it is called, else by how it begins, else by its day. @param {any} entry */
function named(entry) {
  const name = entry.title || entry.story.slice(0, BEGINNING) || entry.when || '没写题目的一条'
  return { ...entry, name, cover: entry.photos[0] || null }
}
