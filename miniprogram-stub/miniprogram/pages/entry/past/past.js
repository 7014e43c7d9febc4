/** How an entry stood before each of its changes, latest first. */

const client = require('../../../api/client')
const { Problem, BROKEN, say } = require('../../../api/problems')
const { ago } = require('../../../words/dates')
const { audienceInWords } = require('../../../words/audiences')

Component({
  properties: {
    entryId: { type: String, value: '' },
  },
  data: { states: /** @type {any[]} */ ([]), next: '', there: false, trouble: '' },
  lifetimes: {
    attached() {
      this.load()
    },
  },
  methods: {
    async load() {
      try {
        const page = await client.get(`/entries/${this.properties.entryId}/revisions`)
        this.setData({ states: page.items.map(worded), next: page.next, there: true, trouble: '' })
      } catch (error) {
        this.setData({ trouble: error instanceof Problem ? error.detail : BROKEN })
      }
    },

    async more() {
      const { states, next } = this.data
      try {
        const page = await client.get(`/entries/${this.properties.entryId}/revisions`, { cursor: next })
        this.setData({ states: [...states, ...page.items.map(worded)], next: page.next })
      } catch (error) {
        say(error)
      }
    },

    close() {
      this.triggerEvent('close')
    },
  },
})

/** @param {any} state */
function worded(state) {
  return { ...state, changed: ago(state.changed_at), seen: audienceInWords(state.audience) }
}
