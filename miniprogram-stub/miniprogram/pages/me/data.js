/** 我的数据: what is kept of the account, of a family, of a child; and having it deleted for good. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { dayInWords, daysLeft } = require('../../words/dates')
const { subjectsOf, warningOn } = require('./erasing')
const receipts = require('./receipts')

Page(
  screen({
    data: {
      ...{ subjects: /** @type {any[]} */ ([]), chosen: /** @type {any} */ (null), busy: false },
      ...{ going: /** @type {any[]} */ ([]), staying: /** @type {any[]} */ ([]), total: '' },
      ...{ erasure: /** @type {any} */ (null), receipts: /** @type {any[]} */ ([]) },
    },

    async load() {
      const subjects = subjectsOf(await inside())
      const wanted = this.data.chosen?.value || (this.query.child ? `student/${this.query.child}` : '')
      this.setData({ subjects, receipts: receipts.all() })
      await this.show(subjects.find(({ value }) => value === wanted) || subjects[0])
    },

    /** @param {import('./erasing').Subject} chosen */
    async show(chosen) {
      const { items, erasure } = await client.get(`${chosen.path}/data`)
      const counted = merged(items).map((item) => ({ ...item, size: sizeInWords(item.bytes) }))
      const whole = items.reduce((/** @type {number} */ sum, /** @type {any} */ { bytes }) => sum + bytes, 0)
      this.setData({
        ...{ chosen, total: sizeInWords(whole) },
        going: counted.filter(({ erasable }) => erasable),
        staying: counted.filter(({ erasable }) => !erasable),
        erasure: erasure && { ...erasure, day: dayInWords(erasure.due_at), days: daysLeft(erasure.due_at) },
      })
    },

    /** @param {any} event */
    async choose({ detail }) {
      try {
        await this.show(this.data.subjects.find((/** @type {any} */ { value }) => value === detail.value))
      } catch (error) {
        say(error)
      }
    },

    async erase() {
      const { chosen } = this.data
      const { title, content } = warningOn(chosen)
      if (!(await sure(title, content, '删除'))) return
      const asked = await doing(this, async () => {
        const { id } = await client.post(`${chosen.path}/erasure`)
        receipts.keep(id, chosen.label)
      })
      if (asked) await this.refresh()
    },

    async callOff() {
      if (!(await doing(this, () => client.remove(`/erasures/${this.data.erasure.id}`)))) return
      wx.showToast({ title: '不删了，都还在', icon: 'none' })
      await this.refresh()
    },
  }),
)

/**
 * What has one name is counted as one, however many tables it lies in.
 * @param {any[]} items
 */
function merged(items) {
  /** @type {Record<string, any>} */
  const named = {}
  for (const item of items) {
    const name = `${item.erasable}/${item.label}`
    const { count = 0, bytes = 0 } = named[name] || {}
    named[name] = { ...item, count: count + item.count, bytes: bytes + item.bytes }
  }
  return Object.values(named)
}

/** @param {number} bytes @returns {string} empty for nothing */
function sizeInWords(bytes) {
  if (!bytes) return ''
  const mega = bytes / (1 << 20)
  if (mega < 1) return '不到1兆'
  return mega < 1024 ? `${Math.round(mega)}兆` : `${(mega / 1024).toFixed(1)}G`
}
