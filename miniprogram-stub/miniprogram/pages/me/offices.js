/** 我的职务: the offices one holds, taking one up by its code, giving one back. For staff alone. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')

const NAMES = /** @type {Record<string, string>} */ ({
  archivist: '档案人员',
  moderator: '内容检查员',
  curator: '策展人',
  auditor: '审计员',
  school_administrator: '学校管理员',
})

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), atDesk: false, code: '', busy: false },

    async load() {
      await inside()
      const { items } = await client.get('/appointments')
      const own = items.filter((/** @type {any} */ { mine }) => mine)
      this.setData({
        atDesk: own.some((/** @type {any} */ { office }) => office !== 'school_administrator'),
        code: this.data.code || this.query.code || '',
        items: own.map((/** @type {any} */ one) => ({ ...one, title: NAMES[one.office], place: one.school || one.region })),
      })
    },

    /** @param {any} event */
    onCode({ detail }) {
      this.setData({ code: detail.value })
    },

    async take() {
      if (!(await doing(this, () => client.post('/appointments/acceptance', { code: this.data.code.trim() })))) return
      this.setData({ code: '' })
      await this.refresh()
    },

    /** @param {any} event */
    async giveBack({ currentTarget }) {
      const { id, title } = currentTarget.dataset
      if (!(await sure('不再担任？', `马上不是${title}了。要再担任，得有人重新给您一个码。`, '不担任了'))) return
      if (await doing(this, () => client.remove(`/appointments/${id}`))) await this.refresh()
    },
  }),
)
