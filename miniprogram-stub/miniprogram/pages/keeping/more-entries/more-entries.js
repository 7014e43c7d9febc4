/** A child's entries of a term, to be added to a booklet one by one. */

const client = require('../../../api/client')
const { Problem, BROKEN } = require('../../../api/problems')

Component({
  properties: {
    studentId: { type: String, value: '' },
    /** the first and the last day, ISO */
    since: { type: String, value: '' },
    until: { type: String, value: '' },
    /** what is in the booklet already */
    chosen: { type: Array, value: /** @type {any[]} */ ([]) },
  },
  data: { all: /** @type {any[]} */ ([]), shown: /** @type {any[]} */ ([]), next: '', there: false, trouble: '', fetching: false },
  observers: {
    'all, chosen'(all, chosen) {
      this.setData({ shown: all.filter((/** @type {any} */ { id }) => !chosen.some((/** @type {any} */ one) => one.id === id)) })
    },
  },
  lifetimes: {
    attached() {
      this.fetch()
    },
  },
  methods: {
    /** The next page, until one is older than the term. */
    async fetch() {
      const { studentId, since, until } = this.properties
      const { all, next, there, fetching } = this.data
      if (fetching || (there && !next)) return
      this.setData({ fetching: true, trouble: '' })
      try {
        const ask = there ? { cursor: next } : { from: until.slice(0, 7) }
        const page = await client.get(`/students/${studentId}/timeline`, ask)
        const older = page.items.some((/** @type {any} */ { happened }) => happened && happened.slice(0, 10) < since)
        const fit = page.items.filter((/** @type {any} */ entry) => fits(entry, since, until))
        this.setData({ all: [...all, ...fit], next: older ? '' : page.next, there: true })
      } catch (error) {
        this.setData({ trouble: error instanceof Problem ? error.detail : BROKEN })
      } finally {
        this.setData({ fetching: false })
      }
    },

    /** @param {any} event */
    add({ currentTarget }) {
      const { id, title, when, dimension, photo_count: count, photos } = this.data.all.find((one) => one.id === currentTarget.dataset.id)
      this.triggerEvent('add', { entry: { id, title, when, dimension, photo_count: count, thumb: photos[0]?.thumb || '' } })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})

/** What may be printed: told, checked, and read by the whole family. @param {any} entry @param {string} since @param {string} until */
function fits({ happened, draft, unfinished, standing, audience }, since, until) {
  const day = happened.slice(0, 10)
  return day >= since.slice(0, day.length) && day <= until && !draft && !unfinished && standing === 'passed' && audience !== 'guardians'
}
