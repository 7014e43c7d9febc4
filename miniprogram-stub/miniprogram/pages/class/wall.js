/** The class wall: what families show their class, and a teacher's words to it. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { listing } = require('../../look/listing')

Page(
  screen(
    listing({
      data: { teaches: false },

      onShow() {
        this.stale = true
      },

      async prepare() {
        await inside()
        const { items } = await client.get('/classes')
        this.setData({ teaches: items.some((/** @type {any} */ { id }) => id === this.query.id) })
      },

      /** @param {string} cursor */
      page(cursor) {
        return client.get(`/classes/${this.query.id}/wall`, { cursor, task_id: this.query.task })
      },
    }),
  ),
)
