/** What is shown, and to whom: photos, words, a topic, the ladder. Tells every `change` of it. */

const { Problem, BROKEN, say } = require('../../../api/problems')
const { cleared } = require('../../../recording/drafts')
const { pickPictures } = require('../../../recording/picking')
const { LADDER, leavesFamily } = require('../../../sharing/audiences')
const fresh = require('../../../sharing/fresh')
const { choose } = require('../../../sharing/menu')

const MOST = 9

/**
 * What is written: `photos` are PhotoViews; `coming` are picked ones on their way.
 * @typedef {object} Showing
 * @property {any[]} photos
 * @property {import('../../../recording/drafts').File[]} coming
 * @property {string} words
 * @property {string} topicId
 * @property {string} audience
 */

Component({
  properties: {
    /** a Showing */
    value: { type: Object, value: { photos: [], coming: [], words: '', topicId: '', audience: 'family' } },
    familyId: { type: String, value: '' },
    /** TopicViews that it may join */
    topics: { type: Array, value: [] },
    /** messages by field, from a refusal */
    wrong: { type: Object, value: {} },
    /** whether the child of whom it tells has a class that may see it */
    classes: { type: Boolean, value: false },
  },
  data: {
    ...{ ladder: LADDER, room: MOST, leaves: false, coverable: false, chosen: /** @type {string[]} */ ([]) },
    ...{ choosing: false, covering: /** @type {any} */ (null) },
  },
  observers: {
    'value, classes'(value, classes) {
      if (!value) return
      this.setData({
        leaves: leavesFamily(value.audience),
        coverable: value.photos.some((/** @type {any} */ { medium }) => medium !== 'video'),
        room: MOST - value.photos.length - value.coming.length,
        chosen: value.photos.map((/** @type {any} */ { id }) => id),
        ladder: LADDER.filter(({ name }) => name !== 'class' || classes || value.audience === 'class'),
      })
    },
  },
  methods: {
    /** @param {Partial<Showing>} news */
    change(news) {
      this.triggerEvent('change', { value: { ...this.properties.value, ...news } })
    },

    /** Send what was picked and has not arrived: also what was left from before. */
    async sendComing() {
      for (const file of this.properties.value.coming) await this.sendOne(file)
    },

    /** @param {import('../../../recording/drafts').File} file */
    async sendOne(file) {
      try {
        const photo = await fresh.send(this.properties.familyId, file, (news) => this.note(file.id, news))
        const { coming, photos } = this.properties.value
        if (!coming.some((/** @type {any} */ one) => one.id === file.id)) return // taken out meanwhile
        this.change({
          coming: coming.filter((/** @type {any} */ one) => one.id !== file.id),
          photos: [...photos.filter((/** @type {any} */ one) => one.id !== photo.id), photo],
        })
      } catch (error) {
        if (!(error instanceof Problem)) console.error(error)
        this.note(file.id, { problem: error instanceof Problem ? error.detail : BROKEN })
      }
    },

    /** @param {string} id @param {any} news */
    note(id, news) {
      const { coming } = this.properties.value
      this.change({ coming: coming.map((/** @type {any} */ one) => (one.id === id ? { ...one, ...news } : one)) })
    },

    /** @param {any} event */
    retry({ currentTarget }) {
      const { id } = currentTarget.dataset
      this.note(id, { problem: '' })
      const file = this.properties.value.coming.find((/** @type {any} */ one) => one.id === id)
      if (file) return this.sendOne(/** @type {any} */ (file))
    },

    async add() {
      /** @type {[string, () => any][]} */
      const ways = [
        ['从家里的照片选', () => this.setData({ choosing: true })],
        ['从手机里选', () => this.pick()],
      ]
      await choose(ways).catch(say)
    },

    async pick() {
      const files = fresh.filesOf(await pickPictures(this.data.room))
      if (!files.length) return
      this.change({ coming: [...this.properties.value.coming, ...files] })
      await this.sendComing()
    },

    /** @param {any} event */
    chose({ detail }) {
      this.setData({ choosing: false })
      this.change({ photos: [...this.properties.value.photos, ...detail.photos] })
    },

    choseNone() {
      this.setData({ choosing: false })
    },

    /** @param {any} event */
    drop({ currentTarget }) {
      const { id } = currentTarget.dataset
      const left = (/** @type {any[]} */ all) => all.filter((one) => one.id !== id)
      const { photos, coming } = this.properties.value
      coming.filter((/** @type {any} */ one) => one.id === id).forEach(cleared)
      this.change({ photos: left(photos), coming: left(coming) })
    },

    /** @param {any} event */
    cover({ currentTarget }) {
      const { photos } = this.properties.value
      this.setData({ covering: photos.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id) })
    },

    /** The copy takes the place of what it covers. @param {any} event */
    covered({ detail }) {
      const { covering } = this.data
      const { photos } = this.properties.value
      this.setData({ covering: null })
      if (covering) this.change({ photos: photos.map((/** @type {any} */ one) => (one.id === covering.id ? detail.photo : one)) })
    },

    coveredNothing() {
      this.setData({ covering: null })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.change({ words: detail.value })
    },

    /** @param {any} event */
    chooseAudience({ currentTarget }) {
      this.change({ audience: currentTarget.dataset.name })
    },

    /** @param {any} event */
    chooseTopic({ currentTarget }) {
      const { id } = currentTarget.dataset
      this.change({ topicId: this.properties.value.topicId === id ? '' : id })
    },
  },
})
