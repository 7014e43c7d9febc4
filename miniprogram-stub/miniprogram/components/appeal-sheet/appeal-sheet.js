/** A few words to whoever looks again at what was not let through; once, and somebody else looks. */

const client = require('../../api/client')
const { say } = require('../../api/problems')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    /** the path below /api/v1 that takes them */
    target: { type: String, value: '' },
  },
  data: { words: '', busy: false, key: '' },
  methods: {
    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value, key: client.newKey() })
    },

    async send() {
      const { words, busy, key } = this.data
      if (busy || !words.trim()) return
      this.setData({ busy: true })
      try {
        await client.post(this.properties.target, { words }, { key })
        this.setData({ words: '' })
        wx.showToast({ title: '会有另一个人再看一遍', icon: 'none' })
        this.triggerEvent('sent')
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
  },
})
