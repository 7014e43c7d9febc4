/** 晒: a few photos, a few words, and who may see them. What is written is kept until it is out. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const whose = require('../../api/home')
const { wrongOf } = require('../../sharing/fields')
const { screen } = require('../../look/screen')
const { audienceOf } = require('../../sharing/audiences')
const unsent = require('../../sharing/unsent')

const MOST = 9
/** `key` is of the draft `keyed`. */
const EMPTY = { photos: [], coming: [], words: '', topicId: '', audience: 'family', key: '', keyed: '', knowingly: false }

Page(
  screen({
    data: {
      ...{ value: /** @type {any} */ (EMPTY), verb: '', sharable: true, busy: false, ready: false },
      ...{ family: /** @type {any} */ (null), child: /** @type {any} */ (null), children: /** @type {any[]} */ ([]) },
      ...{ topics: /** @type {any[]} */ ([]), classes: false, decides: false, bound: false },
      wrong: {},
    },
    kept: '',
    entryId: '',
    moments: false,

    async load() {
      const home = await whose.home()
      if (!home?.family) return wx.redirectTo({ url: '/pages/welcome/welcome' })
      this.entryId = this.query.entry || ''
      this.kept = `publish ${this.entryId || this.query.photos || 'new'}`
      const entry = this.entryId ? await client.get(`/entries/${this.entryId}`) : null
      const families = home.account.families
      const chosen = unsent.kept(this.kept)?.childId ?? home.child?.id
      const child = home.children.find(({ id }) => id === (entry ? entry.student_id : chosen)) || null
      const family = families.find((/** @type {any} */ { id }) => id === (entry || child)?.family_id) || home.family
      this.setData({
        ...{ family, child, bound: Boolean(entry), decides: family.shown_role === '管理' },
        children: home.children.filter(({ family_id: id }) => id === family.id),
      })
      await Promise.all([this.fill(entry), this.learn()])
      this.selectComponent('#form')?.sendComing()
    },

    /** What was written before, or what the entry brings along. @param {any} entry */
    async fill(entry) {
      const before = unsent.kept(this.kept)
      const ids = (this.query.photos || '').split(',').filter(Boolean)
      const chosen = before ? before.photos.map((/** @type {any} */ { id }) => id) : ids
      const photos = chosen.length || !entry ? await photosOf(chosen) : entry.photos.filter(showable).slice(0, MOST)
      const words = before ? before.words : entry?.story || ''
      this.show({ ...EMPTY, words, ...before, photos })
    },

    /** What the ladder and the topics depend on. */
    async learn() {
      const { child } = this.data
      const [topics, enrolments] = await Promise.all([
        client.get('/topics'),
        child ? client.get(`/students/${child.id}/enrolments`) : { items: [] },
      ])
      const isIn = (/** @type {any} */ { confirmed, until }) => confirmed && !until
      this.setData({ topics: topics.items.filter(isOpen), classes: enrolments.items.some(isIn) })
    },

    /** @param {any} value */
    show(value) {
      const { name, verb } = audienceOf(value.audience)
      this.setData({
        ...{ value, verb, ready: value.photos.length > 0 && !value.coming.length },
        sharable: name !== 'guardians',
      })
    },

    showing() {
      const { family, child, value } = this.data
      return {
        ...{ familyId: family.id, subjects: [{ id: child?.id || '', name: child?.nickname || '家里' }] },
        ...{ purpose: value.audience === 'class' ? 'class' : 'show', words: value.words },
      }
    },

    /** @param {any} event */
    onChange({ detail: { value } }) {
      const knowingly = value.knowingly && value.words === this.data.value.words
      this.show({ ...value, knowingly })
      this.keep()
    },

    /** Of whom it tells is kept with what is written. */
    keep() {
      const { value, child } = this.data
      unsent.keep(this.kept, { ...value, childId: child?.id || '' })
    },

    /** @param {any} event */
    async chooseChild({ currentTarget }) {
      const child = this.data.children.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id) || null
      this.setData({ child })
      this.keep()
      await this.learn().catch(say)
    },

    /** 发给家人, 晒出来 */
    publish() {
      this.moments = false
      return this.send()
    },

    /** 发朋友圈: once it has passed, by a link. */
    toMoments() {
      this.moments = true
      return this.send()
    },

    async send() {
      if (this.data.busy || !this.data.ready) return
      this.setData({ busy: true, wrong: {} })
      try {
        const { id } = await client.post('/posts', ...this.draft())
        unsent.drop(this.kept)
        wx.redirectTo({ url: `/pages/post/post?id=${id}${this.moments ? '&moments=1' : ''}` })
      } catch (error) {
        this.setData({ wrong: wrongOf(error) })
        await this.selectComponent('#obstacles').meet(error, this.showing())
      } finally {
        this.setData({ busy: false })
      }
    },

    /** The same draft keeps its key, also when she comes back later. @returns {[any, {key: string}]} */
    draft() {
      const { family, child, value } = this.data
      const draft = {
        ...{ family_id: family.id, student_id: child?.id || null, entry_id: this.entryId || null },
        photo_ids: value.photos.map((/** @type {any} */ { id }) => id),
        ...{ words: value.words, topic_id: value.topicId || null, audience: value.audience },
        knowingly: value.knowingly,
      }
      const keyed = JSON.stringify(draft)
      const key = keyed === value.keyed ? value.key : client.newKey()
      this.show({ ...value, key, keyed })
      this.keep()
      return [draft, { key }]
    },

    /** @param {any} event */
    async onCleared({ detail }) {
      if (detail.knowingly) this.show({ ...this.data.value, knowingly: true })
      if (detail.words !== undefined) this.onChange({ detail: { value: { ...this.data.value, words: detail.words } } })
      else await this.send()
    },
  }),
)

/** Those that are still there, in their order. @param {string[]} ids */
async function photosOf(ids) {
  const found = await Promise.all(ids.slice(0, MOST).map((id) => client.get(`/photos/${id}`).catch(ifGone)))
  return found.filter(Boolean).filter(showable)
}

/** @param {unknown} error */
function ifGone(error) {
  if (error instanceof Problem && error.gone) return null
  throw error
}

/** @param {any} photo */
const showable = ({ medium, state }) => medium !== 'audio' && state === 'ready'

/** @param {any} topic */
const isOpen = ({ open, standing }) => open && standing === 'passed'
