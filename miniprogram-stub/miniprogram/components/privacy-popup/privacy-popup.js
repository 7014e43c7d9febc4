/** The privacy guideline: to be opened and read, agreed to, or refused; browsing goes on either way. */

const asking = require('./asking')

Component({
  data: { visible: false },
  lifetimes: {
    attached() {
      this.follow()
    },
    detached() {
      this.unfollow()
    },
  },
  pageLifetimes: {
    show() {
      this.follow()
    },
    hide() {
      this.unfollow()
    },
  },
  methods: {
    follow() {
      this.unfollow()
      Object.assign(this, { stop: asking.follow((visible) => this.setData({ visible })) })
    },

    unfollow() {
      const { stop } = /** @type {any} */ (this)
      stop?.()
    },

    read() {
      wx.openPrivacyContract({ fail: () => wx.showToast({ title: '现在打不开，稍后再试试', icon: 'none' }) })
    },

    agree() {
      asking.agree('agree-privacy')
    },

    refuse() {
      if (this.data.visible) asking.refuse()
    },
  },
})
