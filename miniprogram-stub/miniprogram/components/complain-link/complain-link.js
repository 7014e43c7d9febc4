/** 意见与投诉, quietly, at the end of whatever everybody can see. */

Component({
  methods: {
    open() {
      wx.navigateTo({ url: '/pages/about/complaint' })
    },
  },
})
