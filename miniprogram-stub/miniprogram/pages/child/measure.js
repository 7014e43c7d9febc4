/** One measurement: recorded, corrected, or taken out. */

const client = require('../../api/client')
const { intent } = require('../../api/intent')
const { Problem } = require('../../api/problems')
const { inside } = require('../../api/inside')
const { doingFor } = require('../../look/agreeing')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { iso } = require('../../words/dates')
const { leave } = require('../../look/leaving')

const FIGURES = ['height_cm', 'weight_kg', 'left_eye', 'right_eye']
/** What the service only asks about: whoever is sure may say so. */
const DOUBTS = ['measurement.shrunk', 'measurement.height_unlikely', 'measurement.weight_unlikely', 'measurement.in_jin']

Page(
  screen({
    data: {
      ...{ day: iso(), today: iso(), height_cm: '', weight_kg: '', left_eye: '', right_eye: '', known: false },
      ...{ doubted: false, busy: false, wrong: { day: '', height_cm: '', weight_kg: '', left_eye: '', right_eye: '' } },
    },
    make: intent(),

    onLoad() {
      this.make = intent()
    },

    async load() {
      await inside()
      const { id, measurement } = this.query
      const child = await client.get(`/students/${id}`)
      wx.setNavigationBarTitle({ title: `${child.nickname}${measurement ? '的记录' : '量一量'}` })
      if (!measurement) return
      const found = await findIn(`/students/${id}/measurements`, measurement)
      const figures = Object.fromEntries(FIGURES.map((name) => [name, found[name] === null ? '' : String(found[name])]))
      this.setData({ known: true, day: found.day, ...figures })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.setData({ [currentTarget.dataset.field]: detail.value, doubted: false })
    },

    save() {
      return this.send(false)
    },

    /** She looked again: it is so. */
    saveSurely() {
      return this.send(true)
    },

    /** @param {boolean} surely */
    async send(surely) {
      const { day } = this.data
      const figures = Object.fromEntries(FIGURES.map((name) => [name, numberIn(this.data[name])]))
      const body = { day, ...figures, surely }
      const { id, measurement } = this.query
      const sent = await doingFor(this, id, 'archive', async () => {
        try {
          if (measurement) await client.put(`/measurements/${measurement}`, body)
          else await this.make(`/students/${id}/measurements`, body)
        } catch (error) {
          const { errors = [] } = /** @type {any} */ (error)
          this.setData({ doubted: errors.length > 0 && errors.every((/** @type {any} */ { code }) => DOUBTS.includes(code)) })
          throw error
        }
      })
      if (sent) leave()
    },

    async drop() {
      if (!(await sure('删掉这一次？', '删掉就找不回来了。', '删掉'))) return
      if (await doing(this, () => client.remove(`/measurements/${this.query.measurement}`))) leave()
    },
  }),
)

/** @param {string} typed @returns {number | null} */
function numberIn(typed) {
  return typed.trim() === '' ? null : Number(typed)
}

/**
 * There is no way to ask for a single measurement: look through them.
 * @param {string} path @param {string} id
 */
async function findIn(path, id) {
  for (let cursor = ''; ; ) {
    const page = await client.get(path, { cursor })
    const found = page.items.find((/** @type {any} */ one) => one.id === id)
    if (found) return found
    if (!page.next) throw new Problem({ status: 404, code: 'measurement.gone', detail: '' })
    cursor = page.next
  }
}
