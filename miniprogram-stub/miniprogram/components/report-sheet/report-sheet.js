/** Why something should not be there: one reason, perhaps a few words; a human reads it. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const { REASONS } = require('../../sharing/reasons')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    /** the path below /api/v1 that takes the report */
    target: { type: String, value: '' },
    /** whether it goes without a session, from an open page */
    anonymous: { type: Boolean, value: false },
  },
  data: { reasons: REASONS, reason: '', words: '', busy: false, sent: false, key: '' },
  observers: {
    visible(visible) {
      if (visible) this.setData({ reason: '', words: '', sent: false, key: client.newKey() })
    },
  },
  methods: {
    /** @param {any} event */
    choose({ currentTarget }) {
      this.setData({ reason: currentTarget.dataset.reason, key: client.newKey() })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value, key: client.newKey() })
    },

    async send() {
      const { reason, words, key, busy } = this.data
      if (busy || !reason) return
      this.setData({ busy: true })
      try {
        const { target, anonymous } = this.properties
        await client.post(target, { reason, words }, { anonymous, key })
        this.setData({ sent: true })
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    close() {
      this.triggerEvent('close', { sent: this.data.sent })
    },
  },
})
