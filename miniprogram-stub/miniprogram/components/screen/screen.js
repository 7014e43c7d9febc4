/** Around every screen: its state while nothing is there to see, and how large everything is. */

const { follow } = require('../../look/look')

Component({
  properties: {
    /** loading, ready, failed (with a message, and a way to try again), gone, or stranger: to be signed in first */
    state: { type: String, value: 'ready' },
    message: { type: String, value: '' },
    /** what a stranger finds here once signed in, in a sentence */
    why: { type: String, value: '这里放的都是自己的东西，登录以后才能看。' },
  },
  data: { look: { scale: 1, care: false } },
  lifetimes: {
    attached() {
      Object.assign(this, { unfollow: follow((look) => this.setData({ look })) })
    },
    detached() {
      const { unfollow } = /** @type {any} */ (this)
      unfollow()
    },
  },
  methods: {
    again() {
      this.triggerEvent('again')
    },
  },
})
