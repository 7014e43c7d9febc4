/** The photos of what is filed: those of the archive, those on their way, and more of either. */

const { choose } = require('../../../sharing/menu')

Component({
  properties: {
    /** PhotoViews */
    photos: { type: Array, value: /** @type {any[]} */ ([]) },
    /** Files of recording/drafts */
    files: { type: Array, value: /** @type {any[]} */ ([]) },
    offline: { type: Boolean, value: false },
  },
  methods: {
    /** From the phone, or from what the family has. */
    add() {
      return choose([
        ['从手机里选', () => this.triggerEvent('pick')],
        ['从家里的照片里选', () => this.triggerEvent('choose')],
      ])
    },

    /** @param {any} event */
    drop({ currentTarget }) {
      this.triggerEvent('drop', { id: currentTarget.dataset.id })
    },

    /** @param {any} event */
    dropFile({ detail }) {
      this.triggerEvent('dropfile', detail)
    },

    /** @param {any} event */
    again({ detail }) {
      this.triggerEvent('again', detail)
    },
  },
})
