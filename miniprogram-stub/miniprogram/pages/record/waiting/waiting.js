/** What else is on this phone and not in the archive: on its way, not finished, or in need of a word. */

const session = require('../../../api/session')
const { isStuck } = require('../../../recording/entering')
const drafts = require('../../../recording/drafts')
const queue = require('../../../recording/queue')
const { sure } = require('../../../look/doing')

const MANY = 20

Component({
  properties: {
    /** Drafts of recording/drafts */
    drafts: { type: Array, value: /** @type {any[]} */ ([]) },
    offline: { type: Boolean, value: false },
  },
  data: { items: /** @type {any[]} */ ([]) },
  observers: {
    'drafts, offline'(/** @type {import('../../../recording/drafts').Draft[]} */ waiting, /** @type {boolean} */ offline) {
      this.setData({ items: waiting.map((draft) => shown(draft, offline)) })
    },
  },
  methods: {
    /** @param {any} event */
    again({ currentTarget, detail }) {
      drafts.retry(currentTarget.dataset.id, detail.id)
      queue.start()
      this.triggerEvent('changed')
    },

    /** @param {any} event */
    drop({ currentTarget, detail }) {
      const { id } = currentTarget.dataset
      drafts.dropFile(id, detail.id)
      if (isEmpty(drafts.find(id))) drafts.discard(id)
      queue.start()
      this.triggerEvent('changed')
    },

    /** @param {any} event */
    agree({ currentTarget }) {
      wx.navigateTo({ url: `/pages/consents/consents?family=${currentTarget.dataset.family}` })
    },

    /** @param {any} event */
    open({ currentTarget }) {
      this.triggerEvent('open', { id: currentTarget.dataset.id })
    },

    /** @param {any} event */
    async discard({ currentTarget }) {
      if (!(await sure('不要这一条了？', '相册里的照片不会删掉。', '不要了'))) return
      drafts.discard(currentTarget.dataset.id)
      queue.start()
      this.triggerEvent('changed')
    },
  },
})

/** @param {import('../../../recording/drafts').Draft} draft @param {boolean} offline */
function shown(draft, offline) {
  const { id, entryId, done, files, problem, story, familyId } = draft
  const stuck = isStuck(draft)
  return {
    ...{ id, files, problem, stuck, done, familyId, added: Boolean(entryId) },
    unagreed: Boolean(problem && draft.unagreed && !session.lent()),
    title: [files.length && `${files.length}张`, story.slice(0, MANY)].filter(Boolean).join(' · ') || '一条记录',
    state: stuck ? '有的没能收进去，看一眼。' : stateOf(done, offline),
  }
}

/** @param {boolean} done @param {boolean} offline */
function stateOf(done, offline) {
  if (!done) return '还没写完。'
  return offline ? '连上网会自己传完。' : '正在传。'
}

/** @param {import('../../../recording/drafts').Draft | undefined} draft */
function isEmpty(draft) {
  return Boolean(draft && !draft.files.length && (draft.entryId ? draft.told === draft.story : !draft.story.trim()))
}
