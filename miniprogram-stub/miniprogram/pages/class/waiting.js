/** The children whom their families have put down for a class; its staff takes them in. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

const MOST = 60

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), refused: '', busy: false },

    async load() {
      await inside()
      const { items } = await client.get(`/classes/${this.query.id}/enrolments`)
      this.setData({ items: items.map((/** @type {any} */ one) => ({ ...one, asked: `${dayInWords(one.since)}报的名` })) })
    },

    takeAll() {
      return this.take(this.data.items.map((/** @type {any} */ { id }) => id))
    },

    /** @param {any} event */
    takeOne({ currentTarget }) {
      return this.take([currentTarget.dataset.id])
    },

    /** @param {string[]} ids */
    async take(ids) {
      await doing(this, async () => {
        const path = `/classes/${this.query.id}/enrolments/confirmation`
        const { refused } = await client.post(path, { ids: ids.slice(0, MOST) })
        this.setData({ refused: refused[0]?.detail || '' })
      })
      await this.refresh()
    },

    /** @param {any} event */
    async turnAway({ currentTarget }) {
      const { id, name } = currentTarget.dataset
      if (!(await sure(`${name}不是这个班的？`, '名字会从这里去掉。家长可以再点一次卡片。', '不是'))) return
      await doing(this, () => client.remove(`/enrolments/${id}`))
      await this.refresh()
    },
  }),
)
