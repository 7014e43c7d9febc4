/** What the class showed for a task and has no words of the teacher's yet, one after the other. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), left: 0 },

    async load() {
      await inside()
      const { items } = await client.get(`/tasks/${this.query.task}/to-endorse`)
      this.setData({ items, left: items.length })
    },

    said() {
      this.setData({ left: Math.max(this.data.left - 1, 0) })
    },
  }),
)
