/** The teachers of a school, to its administrator: the card for them, who waits, who teaches what. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

Page(
  screen({
    data: {
      ...{ school: /** @type {any} */ (null), busy: false },
      ...{ waiting: /** @type {any[]} */ ([]), teaching: /** @type {any[]} */ ([]) },
    },

    async load() {
      await inside()
      const [school, { items }] = await Promise.all([
        client.get(`/schools/${this.query.id}`),
        client.get(`/schools/${this.query.id}/teachers`),
      ])
      const words = items.map((/** @type {any} */ one) => ({ ...one, asked: `${dayInWords(one.since)}申请的` }))
      this.setData({
        school,
        waiting: words.filter((/** @type {any} */ { confirmed }) => !confirmed),
        teaching: words.filter((/** @type {any} */ { confirmed }) => confirmed),
      })
    },

    /** @param {any} event */
    async confirm({ currentTarget }) {
      await doing(this, () => client.post(`/class-staff/${currentTarget.dataset.id}/confirmation`))
      await this.refresh()
    },

    /** @param {any} event */
    async turnAway({ currentTarget }) {
      const { id, name } = currentTarget.dataset
      if (!(await sure(`${name}不是学校的老师？`, '申请会从这里去掉。', '不是'))) return
      await doing(this, () => client.remove(`/class-staff/${id}`))
      await this.refresh()
    },

    /** @param {any} event */
    async takeOut({ currentTarget }) {
      const { id, name, of } = currentTarget.dataset
      if (!(await sure(`${name}不教${of}了？`, '马上看不到班里的任何东西。', '不教了'))) return
      await doing(this, () => client.remove(`/class-staff/${id}`))
      await this.refresh()
    },

    async change() {
      if (!(await sure('换一个码？', '发出去的卡片都打不开了，要再发一次。已经在教的老师不受影响。', '换码'))) return
      await doing(this, () => client.post(`/schools/${this.query.id}/code`))
      await this.refresh()
    },

    onShareAppMessage() {
      const { name, code } = this.data.school
      return { title: `${name}的老师，请点开加入`, path: `/pages/school/join?code=${code}` }
    },
  }),
)
