/** One item in a list: its picture, what it is, when, and where it lies. */

Component({
  properties: {
    /** a FiledItemView */
    item: { type: Object, value: /** @type {any} */ ({}) },
  },
  methods: {
    open() {
      wx.navigateTo({ url: `/pages/filing/item?id=${this.properties.item.id}` })
    },
  },
})
