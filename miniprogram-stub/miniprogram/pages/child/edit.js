/** How a child is called, and when it was born. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')
const { iso } = require('../../words/dates')
const { leave } = require('../../look/leaving')

const SEXES = [
  { value: '女', label: '女孩' },
  { value: '男', label: '男孩' },
  { value: '', label: '先不说' },
]

Page(
  screen({
    data: {
      ...{ nickname: '', fullName: '', birthday: '', sex: '', sexes: SEXES, today: iso() },
      ...{ busy: false, wrong: { nickname: '', full_name: '', birth_date: '' } },
    },

    async load() {
      await inside()
      const child = await client.get(`/students/${this.query.id}`)
      const { nickname, full_name: fullName, birth_date: birthday, sex } = child
      this.setData({ nickname, fullName, birthday, sex: sex || '' })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.setData({ [currentTarget.dataset.field]: detail.value })
    },

    /** @param {any} event */
    onSex({ detail }) {
      this.setData({ sex: detail.value })
    },

    async save() {
      const { nickname, fullName, birthday, sex } = this.data
      const change = { nickname: nickname.trim(), full_name: fullName.trim(), birth_date: birthday, sex: sex || null }
      if (!(await doing(this, () => client.put(`/students/${this.query.id}`, change)))) return
      whose.changed()
      leave()
    },
  }),
)
