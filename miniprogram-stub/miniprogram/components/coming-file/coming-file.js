/** A photo or film on its way: how far it is, or why it was not taken. Tells `drop` and `again`. */

Component({
  properties: {
    /** a File of recording/drafts */
    file: { type: Object, value: /** @type {any} */ ({}) },
    /** what the ✕ does, in words; empty: there is none */
    away: { type: String, value: '' },
  },
  data: { unreadable: false },
  methods: {
    onError() {
      this.setData({ unreadable: true })
    },

    drop() {
      this.triggerEvent('drop', { id: this.properties.file.id })
    },

    again() {
      this.triggerEvent('again', { id: this.properties.file.id })
    },
  },
})
