/** Choosing what goes on a page, from two lists; tells `chosen` with what was ticked in each of them. */

const { say } = require('../../../api/problems')
const { LISTS } = require('./lists')

const EMPTY = { things: /** @type {any[]} */ ([]), next: '', there: false }
const NONE = { entries: EMPTY, items: EMPTY }
const TABS = [
  { value: 'entries', label: '记录' },
  { value: 'items', label: '收进档案的' },
]

Component({
  properties: {
    visible: { type: Boolean, value: false },
    familyId: { type: String, value: '' },
    /** ids that are on the page already */
    without: { type: Array, value: /** @type {string[]} */ ([]) },
  },
  data: { tabs: TABS, tab: 'entries', lists: /** @type {Record<string, typeof EMPTY>} */ (NONE), fetching: false, count: 0 },
  observers: {
    visible(visible) {
      if (!visible) return
      this.setData({ tab: 'entries', lists: NONE, count: 0 })
      this.fetch('')
    },
  },
  methods: {
    /** @param {any} event */
    turn({ detail }) {
      const tab = detail.value
      if (this.data.fetching) return
      this.setData({ tab })
      if (!this.data.lists[tab].there) this.fetch('')
    },

    more() {
      const { next } = this.data.lists[this.data.tab]
      if (next) this.fetch(next)
    },

    /** @param {string} cursor */
    async fetch(cursor) {
      if (this.data.fetching) return
      this.setData({ fetching: true })
      try {
        const { familyId, without } = this.properties
        const { tab, lists } = this.data
        const { things, next } = await choosable(LISTS[tab], familyId, cursor, without)
        this.show({ ...lists, [tab]: { things: [...lists[tab].things, ...things], next, there: true } })
      } catch (error) {
        say(error)
        this.close()
      } finally {
        this.setData({ fetching: false })
      }
    },

    /** @param {Record<string, typeof EMPTY>} lists */
    show(lists) {
      this.setData({ lists, count: Object.values(lists).flatMap(ticked).length })
    },

    /** @param {any} event */
    toggle({ currentTarget }) {
      const { id } = currentTarget.dataset
      const { tab, lists } = this.data
      const things = lists[tab].things.map((one) => (one.id === id && !one.why ? { ...one, on: !one.on } : one))
      this.show({ ...lists, [tab]: { ...lists[tab], things } })
    },

    take() {
      const { entries, items } = this.data.lists
      this.triggerEvent('chosen', { entries: ticked(entries).map(taken), items: ticked(items).map(taken) })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})

/**
 * The next page that has something in it.
 * @param {(familyId: string, cursor: string) => import('./lists').Things} list
 * @param {string} familyId @param {string} cursor @param {string[]} without
 * @returns {import('./lists').Things}
 */
async function choosable(list, familyId, cursor, without) {
  const { things, next } = await list(familyId, cursor)
  const fit = things.filter(({ id }) => !without.includes(id))
  return fit.length || !next ? { things: fit, next } : choosable(list, familyId, next, without)
}

/** @param {typeof EMPTY} list */
const ticked = ({ things }) => things.filter(({ on }) => on)

/** @param {any} thing */
const taken = ({ id, name, children }) => ({ id, title: name, shown: true, children })
