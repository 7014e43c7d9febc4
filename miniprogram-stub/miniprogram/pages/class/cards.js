/** The cards by which families ask for a place in a class: issued, sent to the group, ended. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), name: '班级', busy: false },

    async load() {
      await inside()
      const [cards, taught] = await Promise.all([client.get(`/classes/${this.query.id}/cards`), client.get('/classes')])
      const own = taught.items.find((/** @type {any} */ { id }) => id === this.query.id)
      this.setData({ items: cards.items.map(inWords), name: own?.name || '班级' })
    },

    async make() {
      await doing(this, () => client.post(`/classes/${this.query.id}/cards`))
      await this.refresh()
    },

    /** @param {any} event */
    async end({ currentTarget }) {
      if (!(await sure('收回这张卡片？', '还没点的家长就打不开了。已经进班的不受影响。', '收回'))) return
      await doing(this, () => client.remove(`/class-cards/${currentTarget.dataset.id}`))
      await this.refresh()
    },

    /** The card of the button that was tapped. @param {any} event */
    onShareAppMessage({ target }) {
      const { items, name } = this.data
      const card = items.find((/** @type {any} */ { id }) => id === target?.dataset.id) || items.find((/** @type {any} */ { code }) => code)
      return { title: `${name}的家长，请点开加入`, path: `/pages/class/card?code=${card?.code || ''}` }
    },
  }),
)

/** @param {any} card a ClassCardView */
const inWords = (card) => ({ ...card, until: `${dayInWords(card.expires_at)}前有效` })
