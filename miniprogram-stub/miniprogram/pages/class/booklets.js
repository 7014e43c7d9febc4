/** The booklets that families sent to the class, for the teacher's words at their end. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { listing } = require('../../look/listing')

Page(
  screen(
    listing({
      data: {},
      prepare: inside,

      onShow() {
        this.stale = true
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get(`/classes/${this.query.id}/booklets`, { cursor })
        return { items: items.map(inWords), next }
      },
    }),
  ),
)

/** @param {any} one a ClassBookletItem */
function inWords(one) {
  const written = one.teacher ? `${one.teacher}写过了` : '等着写'
  return { ...one, note: one.state === 'locked' ? '已经定稿' : written }
}
