/** A class's card, to a family: whose class it is, which child is meant, and a guardian's yes. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { decidesIn } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doingFor } = require('../../look/agreeing')
const { doing } = require('../../look/doing')

Page(
  screen({
    data: {
      ...{ card: /** @type {any} */ (null), dead: false, children: /** @type {any[]} */ ([]), childId: '', name: '' },
      ...{ done: false, busy: false, wrong: { name: '' } },
    },
    students: /** @type {any[]} */ ([]),

    /** The service tells of a card only whoever has signed in; only a tap signs in. */
    async load() {
      if (await whose.home()) await this.read()
    },

    async read() {
      try {
        const card = await client.get(`/class-card-codes/${this.query.code}`)
        const home = /** @type {any} */ (await whose.home())
        this.students = home.children.filter((/** @type {any} */ { family_id: of }) => decidesIn(home, of))
        this.setData({ card, children: this.students.map(({ id, nickname }) => ({ value: id, label: nickname })) })
        if (this.students.length === 1) this.choose(this.students[0].id)
      } catch (error) {
        if (!(error instanceof Problem) || !error.gone) throw error
        this.setData({ dead: true })
      }
    },

    open() {
      return doing(this, async () => {
        await whose.signIn()
        await this.read()
      })
    },

    /** @param {any} event */
    onChild({ detail }) {
      this.choose(detail.value)
    },

    /** The name goes with the child, unless it was written by hand. @param {string} id */
    choose(id) {
      const { childId, name } = this.data
      const known = (/** @type {string} */ child) => this.students.find((one) => one.id === child)?.full_name || ''
      this.setData({ childId: id, name: name && name !== known(childId) ? name : known(id) })
    },

    /** @param {any} event */
    onName({ detail }) {
      this.setData({ name: detail.value })
    },

    /** Nobody asks twice: where the yes is there, the child is put down at once. */
    async join() {
      await doingFor(this, this.data.childId, 'class', () => this.enrol())
    },

    /** Again is fine: who waits already stays so. */
    async enrol() {
      const { childId, name } = this.data
      await client.post(`/students/${childId}/enrolments`, { card: this.query.code, name: name.trim() })
      this.setData({ done: true })
    },

    begin() {
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    leave() {
      wx.switchTab({ url: '/pages/home/home' })
    },
  }),
)
