/** 不看的人家: whom one's feed leaves out, and whom the family keeps away. Nobody is told of either. */

const client = require('../../api/client')
const { decidesIn, inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')

Page(
  screen(
    listing({
      data: { kept: /** @type {any[]} */ ([]), blocks: '', busy: false },

      async prepare() {
        const home = await inside()
        if (!home.family || !decidesIn(home, home.family.id)) return
        const blocks = `/families/${home.family.id}/blocks`
        this.setData({ blocks, kept: (await client.get(blocks)).items })
      },

      /** @param {string} cursor */
      page(cursor) {
        return client.get('/mutes', { cursor })
      },

      /** @param {any} event */
      unmute({ currentTarget }) {
        return this.end(`/mutes/${currentTarget.dataset.id}`)
      },

      /** @param {any} event */
      unblock({ currentTarget }) {
        return this.end(`${this.data.blocks}/${currentTarget.dataset.id}`)
      },

      /** @param {string} path */
      async end(path) {
        if (await doing(this, () => client.remove(path))) await this.refresh()
      },
    }),
  ),
)
