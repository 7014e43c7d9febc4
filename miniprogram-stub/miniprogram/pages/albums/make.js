/** 印一本: of which year, child, person or class, and what stands on the cover. Nothing chosen or typed is lost. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { Problem, BROKEN } = require('../../api/problems')
const { wrongOf } = require('../../look/doing')
const { screen } = require('../../look/screen')
const unsent = require('../../sharing/unsent')
const { iso } = require('../../words/dates')
const { EMPTY, choicesIn, yearOf, stillThere, draftOf } = require('./choices')

Page(
  screen({
    data: {
      ...{ familyId: '', mayPrint: true, today: iso(), busy: false, restored: false },
      ...{ form: EMPTY, choices: /** @type {import('./choices').Choices} */ ({ years: [], children: [], persons: [], classes: [] }) },
      ...{ problem: '', wrong: EMPTY },
    },
    kept: '',
    key: '',

    async load() {
      const home = await inside()
      const familyId = this.query.family || home.family?.id || ''
      const family = home.account.families.find((/** @type {any} */ { id }) => id === familyId)
      const choices = await choicesIn(familyId, home.children.filter((one) => one.family_id === familyId))
      this.setData({ familyId, mayPrint: family?.role !== 'viewer', choices })
      this.restore()
    },

    restore() {
      const { familyId, choices } = this.data
      this.kept = `album ${familyId}`
      const before = unsent.kept(this.kept)
      this.key = before?.key || client.newKey()
      this.show(before ? stillThere(before.form, choices) : EMPTY)
      this.setData({ restored: Boolean(before) })
    },

    /** A year that has no record has a chip once it is chosen. @param {import('./choices').Form} form */
    show(form) {
      const { choices } = this.data
      const isThere = !form.year || choices.years.some((/** @type {any} */ { value }) => value === form.year)
      const years = isThere ? choices.years : [yearOf(form.year), ...choices.years]
      this.setData({ form, choices: { ...choices, years } })
    },

    /** Another form is another intent; the same one keeps its key, also when the page was closed. @param {Partial<import('./choices').Form>} news */
    write(news) {
      const form = { ...this.data.form, ...news }
      this.key = client.newKey()
      this.show(form)
      this.setData({ problem: '', wrong: EMPTY })
      unsent.keep(this.kept, { form, key: this.key })
    },

    /** A tap on what is chosen takes it back. @param {any} event */
    choose({ currentTarget, detail }) {
      const field = /** @type {keyof import('./choices').Form} */ (currentTarget.dataset.field)
      this.write({ [field]: this.data.form[field] === detail.value ? '' : detail.value })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.write({ [currentTarget.dataset.field]: detail.value })
    },

    startOver() {
      unsent.drop(this.kept)
      this.setData({ problem: '', wrong: EMPTY })
      this.restore()
    },

    async print() {
      if (this.data.busy) return
      this.setData({ busy: true, problem: '', wrong: EMPTY })
      const { familyId, form } = this.data
      try {
        const { id } = await client.post(`/families/${familyId}/printed-albums`, draftOf(form), { key: this.key })
        unsent.drop(this.kept)
        wx.redirectTo({ url: `/pages/albums/album?id=${id}` })
      } catch (error) {
        this.refuse(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** Beside the field that it is about, else above the button. @param {unknown} error */
    refuse(error) {
      if (!(error instanceof Problem)) console.error(error)
      const told = wrongOf(error)
      const isBeside = Object.keys(told).some((field) => field in EMPTY)
      const problem = error instanceof Problem ? error.detail : BROKEN
      this.setData({ problem: isBeside ? '' : problem, wrong: { ...EMPTY, ...told } }, () => {
        wx.pageScrollTo({ selector: '.wrong', offsetTop: -160, fail: () => {} })
      })
    },
  }),
)
