/** A class, to its teacher: who waits, what there is to do, who is in it. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { inWords } = require('../../words/tasks')

Page(
  screen({
    data: {
      ...{ id: '', name: '', school: '', children: /** @type {any[]} */ ([]), waiting: 0, booklets: 0 },
      ...{ tasks: /** @type {any[]} */ ([]), teaches: false, busy: false },
    },

    onShow() {
      this.stale = true
    },

    async load() {
      await inside()
      const { id } = this.query
      const [children, waiting, tasks, taught] = await Promise.all([
        client.get(`/classes/${id}/students`),
        client.get(`/classes/${id}/enrolments`),
        client.get(`/classes/${id}/tasks`),
        client.get('/classes'),
      ])
      const own = taught.items.find((/** @type {any} */ one) => one.id === id)
      const booklets = own ? (await client.get(`/classes/${id}/booklets`)).items : []
      this.setData({
        ...{ id, name: own?.name || '班级', school: own?.school || '', teaches: Boolean(own) },
        ...{ children: children.items, waiting: waiting.items.length, tasks: tasks.items.slice(0, 5).map(inWords) },
        booklets: booklets.filter((/** @type {any} */ { teacher }) => !teacher).length,
      })
      if (own) wx.setNavigationBarTitle({ title: own.name })
    },

    /** @param {any} event */
    async takeOut({ currentTarget }) {
      const { id, name } = currentTarget.dataset
      const told = '班里马上看不到孩子的内容，孩子家里也看不到班里的。记录都还在孩子家里。'
      if (!(await sure(`${name}不在这个班了？`, told, '移出班级'))) return
      await doing(this, () => client.remove(`/enrolments/${id}`))
      await this.refresh()
    },

    openTask() {
      wx.navigateTo({ url: `/pages/task/edit?class=${this.data.id}` })
    },
  }),
)
