/** A task: what is asked, one's children's answers, and to its teachers who took part, in no order of merit. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside, decidesIn } = require('../../api/inside')
const errand = require('../../recording/errand')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { inWords } = require('../../words/tasks')
const { leave } = require('../../look/leaving')

Page(
  screen({
    data: {
      ...{ task: /** @type {any} */ (null), children: /** @type {any[]} */ ([]), teaches: false, busy: false },
      ...{ parts: /** @type {any[]} */ ([]), waiting: 0 },
    },

    onShow() {
      this.stale = true
    },

    async load() {
      const home = await inside()
      const task = await client.get(`/tasks/${this.query.id}`)
      const taught = task.class_id ? (await client.get('/classes')).items : []
      const teaches = taught.some((/** @type {any} */ { id }) => id === task.class_id)
      const children = await meant(home, task)
      this.setData({ task: inWords(task), teaches, children: children.map((/** @type {any} */ child) => withAnswer(child, task.own)) })
      if (teaches) await this.loadParts()
    },

    async loadParts() {
      const path = `/tasks/${this.query.id}`
      const [parts, waiting] = await Promise.all([client.get(`${path}/answers`), client.get(`${path}/to-endorse`)])
      this.setData({ parts: parts.items, waiting: waiting.items.length })
    },

    /** @param {any} event */
    choose({ currentTarget }) {
      const { id: task, class_id: ofClass } = this.data.task
      wx.navigateTo({ url: `/pages/task/choose?task=${task}&child=${currentTarget.dataset.id}&class=${ofClass || ''}` })
    },

    /** @param {any} event */
    record({ currentTarget }) {
      const child = this.data.children.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id)
      const { id: task, title, class_id: ofClass } = this.data.task
      whose.choose(child)
      errand.begin({ task, title, ofClass: ofClass || '', child: child.id })
      wx.switchTab({ url: '/pages/record/record' })
    },

    /** @param {any} event */
    look({ currentTarget }) {
      wx.navigateTo({ url: `/pages/entry/entry?id=${currentTarget.dataset.entry}` })
    },

    /** @param {any} event */
    async takeBack({ currentTarget }) {
      if (!(await sure('收回来？', '就不算参加了。那条记录还在成长册里，谁看得到也不变。', '收回'))) return
      await doing(this, () => client.remove(`/tasks/${this.data.task.id}/answers/${currentTarget.dataset.id}`))
      await this.refresh()
    },

    async close() {
      if (!(await sure('收回这个活动？', '家长就看不到它了。已经记下的都留着。', '收回'))) return
      if (await doing(this, () => client.remove(`/tasks/${this.data.task.id}`))) leave()
    },
  }),
)

/** For whom of one's own children a task is. @param {any} home @param {any} task */
async function meant(home, { class_id: ofClass }) {
  const own = home.children.filter((/** @type {any} */ one) => one.oneself || decidesIn(home, one.family_id))
  if (!ofClass) return own
  const enrolled = await Promise.all(own.map((/** @type {any} */ { id }) => client.get(`/students/${id}/enrolments`)))
  const isIn = (/** @type {any} */ { class_id: id, until, confirmed }) => id === ofClass && !until && confirmed
  return own.filter((/** @type {any} */ _, /** @type {number} */ at) => enrolled[at].items.some(isIn))
}

/** @param {any} child @param {any[]} answers */
function withAnswer(child, answers) {
  return { ...child, answer: answers.find(({ student_id: whom }) => whom === child.id) || null }
}
