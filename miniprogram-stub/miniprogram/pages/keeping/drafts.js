/** 没写完的: what is still on this phone, what one has not finished, and what children wrote. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const onPhone = require('../../recording/drafts')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')

Page(
  screen(
    listing({
      data: { here: 0 },
      root: '',

      onHide() {
        this.stale = true // what is finished or confirmed leaves the list
      },

      async prepare() {
        const home = await inside()
        this.root = `/families/${this.query.family || home.family?.id}/drafts`
        this.setData({ here: onPhone.all().filter(({ entryId }) => !entryId).length })
      },

      /** @param {string} cursor */
      page(cursor) {
        return client.get(this.root, { cursor })
      },

      record() {
        wx.switchTab({ url: '/pages/record/record' })
      },
    }),
  ),
)
