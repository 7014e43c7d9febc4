/** The boxes on the family's shelf, by number, and a new one. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { intent } = require('../../api/intent')
const { openPaper } = require('../../api/papers')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const unsent = require('../../sharing/unsent')

const NOTHING = { title: '', location: '' }

Page(
  screen(
    listing({
      data: {
        ...{ familyId: '', mayFile: false, adding: false, busy: false },
        ...{ form: NOTHING, wrong: { ...NOTHING } },
      },
      make: intent(),
      kept: '',

      onLoad() {
        this.make = intent()
      },

      onHide() {
        this.stale = true
      },

      async prepare() {
        const home = await inside()
        const familyId = this.query.family || home.family?.id || ''
        const family = home.account.families.find((/** @type {any} */ { id }) => id === familyId)
        this.kept = `box ${familyId}`
        const before = unsent.kept(this.kept)
        const mayFile = Boolean(family && family.role !== 'viewer')
        this.setData({ familyId, mayFile, form: before || NOTHING, adding: mayFile && (this.data.adding || Boolean(before)) })
      },

      /** @param {string} cursor */
      page(cursor) {
        return client.get(`/families/${this.data.familyId}/boxes`, { cursor })
      },

      /** @param {any} event */
      open({ currentTarget }) {
        wx.navigateTo({ url: `/pages/filing/box?id=${currentTarget.dataset.id}` })
      },

      openLabels() {
        return doing(this, () => openPaper(`/families/${this.data.familyId}/box-labels.pdf`, '盒子上的签.pdf'))
      },

      begin() {
        this.setData({ adding: true })
      },

      /** @param {any} event */
      onInput({ currentTarget, detail }) {
        const form = { ...this.data.form, [currentTarget.dataset.field]: detail.value }
        this.setData({ form })
        unsent.keep(this.kept, form)
      },

      async add() {
        const { familyId, form } = this.data
        const made = await doing(this, () => this.make(`/families/${familyId}/boxes`, form))
        if (!made) return
        this.make = intent()
        this.forget()
        await this.refresh()
      },

      forget() {
        unsent.drop(this.kept)
        this.setData({ adding: false, form: NOTHING, wrong: { ...NOTHING } })
      },
    }),
  ),
)
