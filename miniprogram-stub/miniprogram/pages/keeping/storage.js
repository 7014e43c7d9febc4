/** How much room the family has. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { sizeOf } = require('../../words/sizes')

const ENOUGH = 0.9

Page(
  screen({
    data: { percent: 0, used: '', most: '', full: false },

    async load() {
      const home = await inside()
      const family = this.query.family || home.family?.id
      const { used_bytes: used, most_bytes: most } = await client.get(`/families/${family}/storage`)
      const share = most ? used / most : 1
      this.setData({ percent: Math.min(100, Math.round(share * 100)), used: sizeOf(used), most: sizeOf(most), full: share >= ENOUGH })
    },

    openTrash() {
      wx.navigateTo({ url: '/pages/keeping/trash' })
    },
  }),
)
