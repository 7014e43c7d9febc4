/** The deed: what the archive may do is chosen, the text read as it will be signed, and then signed with one's name. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { openPaper } = require('../../api/papers')
const { Problem } = require('../../api/problems')
const { doing, refused, sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')
const { screen } = require('../../look/screen')
const { obstacleOf } = require('../../sharing/obstacles')
const unsent = require('../../sharing/unsent')
const { iso } = require('../../words/dates')
const { askConsent, toldIn } = require('./children')
const { PUBLICATIONS, NAMES, termsInWords } = require('./terms')

const AT_FIRST = { publication: 'ask_first', closed_until: '', naming: 'yes', signature: '' }
const CLOSINGS = [
  { value: 'no', label: '入馆以后就可以' },
  { value: 'yes', label: '过些年再开放' },
]
const SOME_YEARS = 10
const MOST_YEARS = 99

Page(
  screen({
    data: {
      ...{ donation: /** @type {any} */ (null), deed: /** @type {any} */ (null), lost: false, mayChoose: false, signing: false },
      ...{ form: AT_FIRST, means: '', summary: /** @type {string[]} */ ([]), busy: false, wrong: { signature: '', closed_until: '' }, changed: '' },
      ...{ publications: PUBLICATIONS, names: NAMES, closings: CLOSINGS, first: inYears(0, 1), last: inYears(MOST_YEARS) },
    },
    kept: '',
    asked: 0,

    async load() {
      await inside()
      const donation = await client.get(`/donations/${this.query.id}`)
      const mayChoose = donation.state === 'wanted' && donation.mine
      this.kept = `deed ${donation.id}`
      this.setData({ donation, mayChoose })
      this.show({ ...AT_FIRST, ...(mayChoose ? unsent.kept(this.kept) : {}) })
      this.setData({ deed: await this.text() })
    },

    /** As it would be signed with what is chosen now; once signed, what was signed. */
    text() {
      return client.get(`/donations/${this.query.id}/deed`, this.terms())
    },

    terms() {
      const { publication, closed_until: until, naming } = this.data.form
      return { publication, closed_until: until || null, named: naming === 'yes' }
    },

    /** @param {any} form */
    show(form) {
      const means = PUBLICATIONS.find(({ value }) => value === form.publication)?.means || ''
      this.setData({ form, means })
      this.setData({ summary: termsInWords(this.terms()) })
    },

    /** @param {any} event */
    onChoose({ currentTarget, detail }) {
      return this.change({ [currentTarget.dataset.field]: detail.value })
    },

    /** @param {any} event */
    onClosing({ detail }) {
      return this.change({ closed_until: detail.value === 'yes' ? inYears(SOME_YEARS) : '' })
    },

    /** Another choice makes another text. @param {any} news */
    async change(news) {
      this.write(news)
      await this.read()
    },

    /** @param {any} news */
    write(news) {
      const form = { ...this.data.form, ...news }
      unsent.keep(this.kept, form)
      this.show(form)
    },

    /** The text that goes with the choices, the last of them; without it there is nothing to sign. */
    async read() {
      this.asked += 1
      const asked = this.asked
      this.setData({ deed: null, lost: false, wrong: { signature: '', closed_until: '' } })
      try {
        const deed = await this.text()
        if (asked === this.asked) this.setData({ deed })
      } catch (error) {
        if (asked !== this.asked) return
        this.setData({ lost: true })
        refused(this, error)
      }
    },

    /** Reading is one step, the name under it another. */
    begin() {
      if (!this.data.deed) return
      this.setData({ signing: true, changed: '' })
      wx.pageScrollTo({ scrollTop: 0 })
    },

    readAgain() {
      this.setData({ signing: false })
      wx.pageScrollTo({ scrollTop: 0 })
    },

    /** @param {any} event */
    onName({ detail }) {
      this.setData({ 'wrong.signature': '' })
      this.write({ signature: detail.value })
    },

    async confirm() {
      if (this.data.busy || !this.data.deed) return
      if (!this.data.form.signature.trim()) return this.setData({ 'wrong.signature': '写上您的名字' })
      const told = '档案馆就可以登记入馆了。登记以前还能收回，登记以后这份协议一直有效。'
      if (await sure('签这份协议？', told, '签字')) await this.sign()
    },

    async sign() {
      const { deed, form } = this.data
      const body = { ...this.terms(), signature: form.signature.trim(), sha256: deed.sha256 }
      this.setData({ busy: true })
      try {
        await client.put(`/donations/${this.query.id}/signature`, body)
        unsent.drop(this.kept)
        wx.showToast({ title: '签好了', icon: 'success' })
        leave()
      } catch (error) {
        await this.onRefused(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** What was read is no longer what would be signed: it is read anew. @param {unknown} error */
    async onRefused(error) {
      const { donation } = this.data
      if (obstacleOf(error, 'donation')) return askConsent(this, error, donation.family_id, await toldOf(donation))
      if (!(error instanceof Problem) || error.code !== 'donation.deed_changed') return refused(this, error)
      this.setData({ changed: error.detail })
      this.readAgain()
      await this.read()
    },

    print() {
      return doing(this, () => openPaper(`/donations/${this.query.id}/deed.pdf`, '捐赠协议.pdf'))
    },
  }),
)

/** @param {number} years from today on @param {number} [days] @returns {string} 2036-11-29 */
function inYears(years, days = 0) {
  const today = new Date()
  return iso(new Date(today.getFullYear() + years, today.getMonth(), today.getDate() + days))
}

/** Of whom its items tell, as far as they are there. @param {any} donation */
async function toldOf({ items }) {
  const ids = items.map((/** @type {any} */ { item_id: id }) => id).filter(Boolean)
  const found = await Promise.all(ids.map((/** @type {string} */ id) => client.get(`/filed-items/${id}`).catch(ifGone)))
  return found.filter(Boolean).map(toldIn)
}

/** @param {unknown} error */
function ifGone(error) {
  if (!(error instanceof Problem)) throw error
  return null
}
