/** A line that leads to another page: what is behind it, and perhaps how much. */

Component({
  properties: {
    title: { type: String, value: '' },
    note: { type: String, value: '' },
    /** the page; empty: whoever holds the door hears `open` */
    to: { type: String, value: '' },
    /** whether something behind it waits for her */
    news: { type: Boolean, value: false },
  },
  methods: {
    enter() {
      const { to } = this.properties
      if (to) wx.navigateTo({ url: to })
      else this.triggerEvent('open')
    },
  },
})
