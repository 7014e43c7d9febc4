/** What a school's code opens: a teacher says which class, and by what name the school knows them. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')

Page(
  screen({
    data: {
      ...{ school: /** @type {any} */ (null), classes: /** @type {any[]} */ ([]), classId: '', name: '', dead: false },
      ...{ asked: /** @type {any} */ (null), busy: false, wrong: { name: '' } },
    },
    code: '',

    onLoad() {
      this.code = this.query.scene || this.query.code || '' // scanned, or sent on
    },

    /** The service tells of a school only whoever has signed in; only a tap signs in. */
    async load() {
      if (await whose.home()) await this.read()
    },

    async read() {
      try {
        const school = await client.get(`/school-codes/${this.code}`)
        const classes = school.classes.map((/** @type {any} */ { id, name }) => ({ value: id, label: name }))
        this.setData({ school, classes })
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
    onClass({ detail }) {
      this.setData({ classId: detail.value })
    },

    /** @param {any} event */
    onName({ detail }) {
      this.setData({ name: detail.value })
    },

    /** Again is fine: who asked already stays so. */
    async ask() {
      const { classId, name } = this.data
      const draft = { code: this.code, class_id: classId, name: name.trim() }
      await doing(this, async () => this.setData({ asked: await client.post('/class-staff', draft) }))
    },

    look() {
      wx.redirectTo({ url: '/pages/class/mine' })
    },
  }),
)
