/** Which class a child is in, which it was in before, and how it leaves. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords, lastDay } = require('../../words/dates')

Page(
  screen({
    data: {
      ...{ child: /** @type {any} */ (null), present: /** @type {any} */ (null), before: /** @type {any[]} */ ([]) },
      ...{ decides: false, busy: false },
    },

    async load() {
      const home = await inside()
      const child = await client.get(`/students/${this.query.id}`)
      const { items } = await client.get(`/students/${child.id}/enrolments`)
      const all = items.map(inWords)
      this.setData({
        ...{ child, decides: decidesIn(home, child.family_id) },
        present: all.find((/** @type {any} */ { until }) => !until) || null,
        before: all.filter((/** @type {any} */ { until, confirmed }) => until && confirmed),
      })
    },

    async leave() {
      const { present, child } = this.data
      const told = '班里马上看不到孩子的任何东西。记录都还在成长册里。'
      if (!(await sure(`让${child.nickname}离开${present.class_name}？`, told, '离开'))) return
      await doing(this, () => client.remove(`/enrolments/${present.id}`))
      await this.refresh()
    },
  }),
)

/** @param {any} enrolment */
function inWords(enrolment) {
  const { since, until, class_until: end } = enrolment
  const present = `${dayInWords(since)} 起${end ? `，到${lastDay(end)}` : ''}`
  return { ...enrolment, period: until ? `${dayInWords(since)} 到 ${dayInWords(until)}` : present }
}
