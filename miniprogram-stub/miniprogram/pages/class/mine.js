/** The classes that one teaches. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { classes: /** @type {any[]} */ ([]) },

    onShow() {
      this.stale = true
    },

    async load() {
      await inside()
      this.setData({ classes: (await client.get('/classes')).items })
    },
  }),
)
