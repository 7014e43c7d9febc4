/** Choosing what to offer: a popup, page by page, of items that an archive may be offered; tells `chosen`. */

const client = require('../../../api/client')
const { closedIn } = require('../../../api/class-schemes')
const { say } = require('../../../api/problems')
const { toldIn } = require('../children')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    familyId: { type: String, value: '' },
    /** ids of those that are chosen already */
    without: { type: Array, value: /** @type {string[]} */ ([]) },
  },
  data: { items: /** @type {any[]} */ ([]), next: '', there: false, fetching: false, count: 0 },
  observers: {
    visible(visible) {
      if (!visible) return
      this.setData({ items: [], next: '', there: false, count: 0 })
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
        const { familyId, without } = this.properties
        const { fit, next } = await firstPage(familyId, cursor, without)
        this.setData({ items: [...this.data.items, ...fit], next, there: true })
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
      const items = this.data.items.map((one) => (one.id === id ? { ...one, on: !one.on } : one))
      this.setData({ items, count: items.filter(({ on }) => on).length })
    },

    take() {
      const chosen = this.data.items.filter(({ on }) => on)
      this.triggerEvent('chosen', { items: chosen.map((one) => ({ id: one.id, title: one.title, when: one.when, ...toldIn(one) })) })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})

/**
 * The next page that has something in it.
 * @param {string} familyId @param {string} cursor @param {string[]} without
 * @returns {Promise<{fit: any[], next: string}>}
 */
async function firstPage(familyId, cursor, without) {
  const { items, next } = await client.get(`/families/${familyId}/filed-items`, { cursor })
  const fit = (await offerable(items)).filter(({ id }) => !without.includes(id))
  return fit.length || !next ? { fit, next } : firstPage(familyId, next, without)
}

/** What is checked, has pictures, and is not for guardians alone. @param {any[]} items FiledItemViews @returns {Promise<any[]>} */
async function offerable(items) {
  const versions = [...new Set(items.map(({ scheme }) => scheme))]
  const closed = Object.fromEntries(await Promise.all(versions.map(async (one) => [one, await closedIn(one)])))
  return items.filter(
    ({ open_level: level, scheme, class_code: code, standing, photos }) =>
      level !== 'closed' && !closed[scheme].includes(code) && standing === 'passed' && photos.length && photos.every(isChecked),
  )
}

/** @param {any} photo */
const isChecked = ({ state, standing }) => state === 'ready' && standing === 'passed'
