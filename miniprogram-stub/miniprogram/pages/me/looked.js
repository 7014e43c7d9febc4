/** 谁看过孩子的档案: which staff looked, why, and who agreed to it. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { ago, dayInWords } = require('../../words/dates')

Page(
  screen(
    listing({
      data: { children: /** @type {any[]} */ ([]), chosen: '', name: '' },

      async prepare() {
        const home = await inside()
        const own = home.children.filter(({ family_id: family, oneself }) => oneself || decidesIn(home, family))
        const chosen = this.data.chosen || this.query.child || own[0]?.id || ''
        this.setData({
          ...{ chosen, name: own.find(({ id }) => id === chosen)?.nickname || '孩子' },
          children: own.map(({ id, nickname }) => ({ value: id, label: nickname })),
        })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { chosen } = this.data
        if (!chosen) return { items: [], next: '' }
        const { items, next } = await client.get(`/students/${chosen}/looks`, { cursor })
        return { items: items.map(told), next }
      },

      /** @param {any} event */
      choose({ detail }) {
        this.setData({ chosen: detail.value })
        return this.refresh()
      },
    }),
  ),
)

/** @param {any} look a LookView */
function told(look) {
  return { ...look, last: ago(look.last_at), until: dayInWords(look.expires_at) }
}
