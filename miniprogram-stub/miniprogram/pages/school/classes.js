/** The classes of a school, to its administrator: opened, moved up by a year, ended. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { lastDay } = require('../../words/dates')
const { movedUp, nextUntil } = require('./years')

const GONE_BY = '2000-01-01' // ends a class at once, whatever day it is on this phone

Page(
  screen({
    data: {
      ...{ items: /** @type {any[]} */ ([]), name: '', busy: false },
      ...{ moving: /** @type {any} */ (null), newName: '' },
    },

    async load() {
      await inside()
      const { items } = await client.get(`/schools/${this.query.id}/classes`)
      this.setData({ items: items.map(inWords), moving: null })
    },

    /** @param {any} event */
    onName({ detail }) {
      this.setData({ name: detail.value })
    },

    async open() {
      const draft = { name: this.data.name.trim() }
      if (!(await doing(this, () => client.post(`/schools/${this.query.id}/classes`, draft)))) return
      this.setData({ name: '' })
      await this.refresh()
    },

    /** @param {any} event */
    move({ currentTarget }) {
      const moving = this.data.items[currentTarget.dataset.index]
      this.setData({ moving, newName: movedUp(moving.name) })
    },

    /** @param {any} event */
    onNewName({ detail }) {
      this.setData({ newName: detail.value })
    },

    async moveUp() {
      const { moving, newName } = this.data
      const change = { name: newName.trim(), until: moving.next }
      if (await doing(this, () => client.put(`/classes/${moving.id}`, change))) await this.refresh()
    },

    /** @param {any} event */
    async end({ currentTarget }) {
      const { id, name } = currentTarget.dataset
      const told = '老师和家长马上看不到班里的内容，不能恢复。孩子的记录都还在自己家里。'
      if (!(await sure(`结束${name}？`, told, '结束班级'))) return
      if (await doing(this, () => client.put(`/classes/${id}`, { until: GONE_BY }))) await this.refresh()
    },
  }),
)

/** @param {any} one a ClassView */
function inWords(one) {
  if (!one.until) return one
  const next = nextUntil(one.until)
  return { ...one, next, last: `到${lastDay(one.until)}`, then: `用到${lastDay(next)}` }
}
