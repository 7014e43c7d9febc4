/** One consent, asked where it is needed: its lines, two buttons of one size, the whole a tap away. */

const { texts } = require('../../api/consents')
const { say } = require('../../api/problems')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    /** archive, class, show, exhibition, media or donation */
    purpose: { type: String, value: 'archive' },
    /** What a yes does, in a verb, such as 保存; may be empty */
    verb: { type: String, value: '' },
    /** Whether the child of 14 and more agrees for itself */
    oneself: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { text: /** @type {any} */ ({ lines: [] }), accept: '', decline: '' },
  lifetimes: {
    attached() {
      texts().catch(() => {}) // to have them at hand; what fails now is asked for again when shown
    },
  },
  observers: {
    'visible, purpose, verb, oneself'(visible) {
      if (visible) this.show()
    },
  },
  methods: {
    async show() {
      const { purpose, verb, oneself } = this.properties
      try {
        const { items, accept, decline } = await texts()
        this.setData({
          text: items.find((text) => text.purpose === purpose),
          ...{ accept: `${oneself ? '我' : '我是监护人，'}${accept}${verb}`, decline },
        })
      } catch (error) {
        say(error)
        this.refuse()
      }
    },

    /** Tells the version that was on the screen. */
    agree() {
      if (!this.properties.busy) this.triggerEvent('agree', { version: this.data.text.version })
    },

    refuse() {
      if (!this.properties.busy) this.triggerEvent('decline')
    },

    readWhole() {
      wx.navigateTo({ url: `/pages/consents/text?purpose=${this.properties.purpose}` })
    },
  },
})
