/** 意见与投诉: what to do about a thing that should not be there, and whom to tell everything else. */

const { texts } = require('../../api/consents')
const { copied } = require('../../look/copying')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { responsible: '', contact: '' },

    async load() {
      const [{ responsible, contact }] = (await texts()).items
      this.setData({ responsible, contact })
    },

    copy() {
      return copied(this.data.contact)
    },
  }),
)
