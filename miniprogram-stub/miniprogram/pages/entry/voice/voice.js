/** Telling by voice: tap, speak, tap; hear it, or say it again. */

const { record, stop } = require('./recorder')

Component({
  properties: {
    /** what was recorded, `{path, seconds}`; null: nothing yet */
    voice: { type: Object, optionalTypes: [null], value: /** @type {any} */ (null) },
  },
  data: { recording: false, seconds: 0, trouble: '' },
  lifetimes: {
    detached() {
      stop()
    },
  },
  pageLifetimes: {
    hide() {
      stop()
    },
  },
  methods: {
    async begin() {
      this.setData({ recording: true, seconds: 0, trouble: '' })
      const counting = setInterval(() => this.setData({ seconds: this.data.seconds + 1 }), 1000)
      try {
        this.triggerEvent('recorded', await record())
      } catch (errMsg) {
        this.setData({ trouble: whyOf(String(errMsg)) })
      } finally {
        clearInterval(counting)
        this.setData({ recording: false })
      }
    },

    end() {
      stop()
    },

    drop() {
      this.triggerEvent('dropped')
    },
  },
})

/** @param {string} errMsg */
function whyOf(errMsg) {
  if (/privacy/.test(errMsg)) return '没有同意隐私指引，暂时录不了。写下来也一样。'
  if (/auth|permission/.test(errMsg)) return '麦克风没有打开。可以点右上角“···”在设置里打开，也可以写下来。'
  return '这次没录上，再试一次，或者写下来。'
}
