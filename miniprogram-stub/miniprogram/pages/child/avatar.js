/** One of the family's photos as a child's picture. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { leave } = require('../../look/leaving')

Page(
  screen(
    listing({
      data: { child: /** @type {any} */ (null), busy: false },

      async prepare() {
        await inside()
        this.setData({ child: await client.get(`/students/${this.query.id}`) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get(`/families/${this.data.child.family_id}/photos`, { cursor })
        return { items: items.filter(isPicture), next }
      },

      /** @param {any} event */
      async wear({ currentTarget }) {
        const photo = { photo_id: currentTarget.dataset.id }
        if (await doing(this, () => client.put(`/students/${this.query.id}/avatar`, photo))) this.done()
      },

      async takeOff() {
        if (await doing(this, () => client.remove(`/students/${this.query.id}/avatar`))) this.done()
      },

      done() {
        whose.changed()
        leave()
      },
    }),
  ),
)

/** @param {any} photo */
const isPicture = ({ medium, thumb }) => medium === 'photo' && Boolean(thumb)
