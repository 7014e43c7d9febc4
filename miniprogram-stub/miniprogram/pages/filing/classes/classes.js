/** Choosing a class from a grouped list, with what belongs into each. */

Component({
  properties: {
    visible: { type: Boolean, value: false },
    /** Groups of ../schemes */
    groups: { type: Array, value: /** @type {any[]} */ ([]) },
    /** the code that is chosen */
    value: { type: String, value: '' },
    /** whether what is for guardians alone is among them */
    decides: { type: Boolean, value: false },
  },
  methods: {
    /** @param {any} event */
    choose({ currentTarget }) {
      this.triggerEvent('choose', { code: currentTarget.dataset.code })
    },

    close() {
      this.triggerEvent('close')
    },
  },
})
