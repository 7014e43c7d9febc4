/** A voice that one taps to hear. Only one of them is heard at a time. */

/** @type {{silence: () => void} | null} */
let heard = null

Component({
  properties: {
    src: { type: String, value: '' },
    seconds: { type: Number, value: 0 },
    /** whose voice, for those who cannot see it */
    label: { type: String, value: '一段录音' },
  },
  data: { playing: false, length: '' },
  observers: {
    seconds(seconds) {
      this.setData({ length: seconds ? lengthInWords(seconds) : '' })
    },
    src() {
      this.silence()
    },
  },
  lifetimes: {
    detached() {
      this.silence()
    },
  },
  pageLifetimes: {
    hide() {
      this.silence()
    },
  },
  methods: {
    toggle() {
      if (this.data.playing) this.silence()
      else this.play()
    },

    play() {
      heard?.silence()
      heard = this
      const sound = wx.createInnerAudioContext()
      Object.assign(this, { sound })
      sound.src = this.properties.src
      sound.onEnded(() => this.silence())
      sound.onError(() => {
        this.silence()
        wx.showToast({ title: '这段暂时听不了，稍后再试试。', icon: 'none' })
      })
      sound.play()
      this.setData({ playing: true })
    },

    silence() {
      const { sound } = /** @type {any} */ (this)
      if (!sound) return
      Object.assign(this, { sound: null })
      sound.destroy()
      if (heard === this) heard = null
      this.setData({ playing: false })
    },
  },
})

/** @param {number} seconds */
function lengthInWords(seconds) {
  const whole = Math.max(1, Math.round(seconds))
  return whole < 60 ? `${whole}秒` : `${Math.floor(whole / 60)}分${whole % 60}秒`
}
