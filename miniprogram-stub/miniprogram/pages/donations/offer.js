/** Offering: what, to which archive, and a word to it. All of it is kept until the archive has it. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { refused, wrongOf } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { obstacleOf } = require('../../sharing/obstacles')
const unsent = require('../../sharing/unsent')
const { askConsent } = require('./children')

/** `items` are `{id, title, when, wrong}` with what ./children tells of them; `key` is of the draft `keyed`. */
const EMPTY = { region_id: '', items: [], words: '', key: '', keyed: '' }
const NOTHING_WRONG = { region_id: '', item_ids: '', words: '' }

Page(
  screen({
    data: {
      ...{ familyId: '', decides: false, archives: /** @type {any[]} */ ([]), form: /** @type {any} */ (EMPTY) },
      ...{ ids: /** @type {string[]} */ ([]), ready: false, choosing: false, busy: false, wrong: NOTHING_WRONG },
    },
    kept: '',

    async load() {
      const home = await inside()
      const familyId = this.query.family || home.family?.id || ''
      if (!home.account.families.some((/** @type {any} */ { id }) => id === familyId)) await client.get(`/families/${familyId}`)
      const { items } = await client.get('/donation-archives')
      const archives = items.map((/** @type {any} */ { region_id: value, name: label }) => ({ value, label }))
      this.kept = `donation ${familyId}`
      this.setData({ familyId, decides: decidesIn(home, familyId), archives })
      const form = { ...EMPTY, ...unsent.kept(this.kept) }
      const isThere = archives.some((/** @type {any} */ { value }) => value === form.region_id)
      this.show({ ...form, region_id: isThere ? form.region_id : archives.length === 1 ? archives[0].value : '' })
    },

    /** @param {any} form */
    show(form) {
      const ids = form.items.map((/** @type {any} */ { id }) => id)
      this.setData({ form, ids, ready: Boolean(ids.length && form.region_id) })
    },

    /** @param {any} news */
    write(news) {
      const form = { ...this.data.form, ...news }
      unsent.keep(this.kept, form)
      this.show(form)
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      const { field } = currentTarget.dataset
      if (this.data.wrong[field]) this.setData({ [`wrong.${field}`]: '' })
      this.write({ [field]: detail.value })
    },

    choose() {
      this.setData({ choosing: true })
    },

    choseNone() {
      this.setData({ choosing: false })
    },

    /** @param {any} event */
    chose({ detail }) {
      this.choseNone()
      this.setData({ 'wrong.item_ids': '' })
      this.write({ items: [...this.data.form.items, ...detail.items] })
    },

    /** @param {any} event */
    drop({ currentTarget }) {
      this.write({ items: this.data.form.items.filter((/** @type {any} */ { id }) => id !== currentTarget.dataset.id) })
    },

    async send() {
      if (this.data.busy || !this.data.ready) return
      this.setData({ busy: true, wrong: NOTHING_WRONG })
      try {
        const { id } = await client.post(`/families/${this.data.familyId}/donations`, ...this.draft())
        unsent.drop(this.kept)
        wx.redirectTo({ url: `/pages/donations/donation?id=${id}` })
      } catch (error) {
        await this.onRefused(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** The same draft keeps its key, also when the app was closed in between. @returns {[any, {key: string}]} */
    draft() {
      const { form, ids } = this.data
      const draft = { region_id: form.region_id, item_ids: ids, words: form.words }
      const keyed = JSON.stringify(draft)
      const key = keyed === form.keyed ? form.key : client.newKey()
      this.write({ key, keyed })
      return [draft, { key }]
    },

    /** A yes that is missing is asked for; what is wrong with an item is said beside it. @param {unknown} error */
    async onRefused(error) {
      const { familyId, form } = this.data
      if (obstacleOf(error, 'donation')) return askConsent(this, error, familyId, form.items)
      const told = wrongOf(error)
      const items = form.items.map((/** @type {any} */ one, /** @type {number} */ at) => ({ ...one, wrong: told[`item_ids[${at}]`] || '' }))
      this.write({ items })
      if (items.some((/** @type {any} */ { wrong }) => wrong)) wx.pageScrollTo({ selector: '.wrong', offsetTop: -160, fail: () => {} })
      else refused(this, error)
    },
  }),
)
