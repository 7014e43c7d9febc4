/** One out of a few, each a tap. */

Component({
  properties: {
    /** words, or `{ value, label }` where what is shown is not what is meant */
    items: { type: Array, value: [] },
    value: { type: String, value: '' },
    /** what is being chosen, for whoever listens to the screen */
    label: { type: String, value: '' },
  },
  data: { shown: /** @type {{value: string, label: string}[]} */ ([]) },
  observers: {
    items(items) {
      const shown = items.map((/** @type {any} */ one) => (typeof one === 'string' ? { value: one, label: one } : one))
      this.setData({ shown })
    },
  },
  methods: {
    /** @param {any} event */
    choose({ currentTarget }) {
      this.triggerEvent('choose', { value: currentTarget.dataset.value })
    },
  },
})
