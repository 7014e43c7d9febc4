/** The photos of an entry while it is being changed: more, fewer, in another order. Each is saved at once. */

const client = require('../../../api/client')
const { say } = require('../../../api/problems')
const { sure } = require('../../../look/doing')
const drafts = require('../../../recording/drafts')
const { pickPictures } = require('../../../recording/picking')
const queue = require('../../../recording/queue')
const { choose } = require('../../../sharing/menu')

const MOST = 20
/** Where a photo goes from its place. @type {[string, (at: number) => number][]} */
const MOVES = [['放到最前面', () => 0], ['往前挪一格', (at) => at - 1], ['往后挪一格', (at) => at + 1]]

Component({
  properties: {
    /** an EntryView */
    entry: { type: Object, value: /** @type {any} */ ({}) },
    familyId: { type: String, value: '' },
  },
  data: { coming: /** @type {import('../../../recording/drafts').Draft[]} */ ([]), moving: false, offline: false },
  observers: {
    'entry.id'() {
      this.showComing()
    },
  },
  lifetimes: {
    attached() {
      Object.assign(this, { unfollow: queue.follow((draft, hasArrived) => this.onNews(draft, hasArrived)) })
    },
    detached() {
      const { unfollow } = /** @type {any} */ (this)
      unfollow()
    },
  },
  methods: {
    showComing() {
      const coming = comingTo(this.properties.entry.id)
      this.setData({ coming, moving: coming.some(isMoving), offline: queue.isResting() })
    },

    /** @param {import('../../../recording/drafts').Draft | null} draft @param {boolean} hasArrived */
    onNews(draft, hasArrived) {
      if (draft && draft.entryId !== this.properties.entry.id) return
      this.showComing()
      if (hasArrived) this.triggerEvent('changed')
    },

    /** On their way from that moment: leaving the page or closing the app loses none. */
    async pick() {
      const { entry, familyId } = this.properties
      const picked = await pickPictures(MOST)
      if (!picked.length) return
      const open = comingTo(entry.id).find(({ problem }) => !problem)
      const { id } = open || drafts.begin(familyId, entry.student_id || null, { entryId: entry.id, done: true })
      drafts.add(id, picked)
      this.goOn()
    },

    goOn() {
      queue.start()
      this.showComing()
    },

    /** @param {any} event */
    sendAgain({ currentTarget, detail }) {
      drafts.retry(currentTarget.dataset.id, detail.id)
      this.goOn()
    },

    /** @param {any} event */
    dropFile({ currentTarget, detail }) {
      drafts.dropFile(currentTarget.dataset.id, detail.id)
      this.goOn()
    },

    /** @param {any} event */
    async giveUp({ currentTarget }) {
      if (!(await sure('不放了？', '相册里的照片不会删掉。', '不放了'))) return
      drafts.discard(currentTarget.dataset.id)
      this.goOn()
    },

    /** What a tap on a photo may do to it: a list grows with the letters, and takes no steady hand. @param {any} event */
    async touch({ currentTarget }) {
      const { photos } = this.properties.entry
      const { at, id } = currentTarget.dataset
      const ways = MOVES.map(([words, to]) => ({ words, to: to(at) })).filter(({ to }) => to !== at && photos[to])
      await choose([
        .../** @type {[string, () => any][]} */ (ways.map(({ words, to }) => [words, () => this.arrange(moved(photos, at, to))])),
        ['不要这张', () => this.drop(id)],
      ])
    },

    /** Shown at once; where the service did not take it, it is as it was. @param {any[]} photos */
    async arrange(photos) {
      const { entry } = this.properties
      this.setData({ entry: { ...entry, photos } })
      try {
        await client.put(`/entries/${entry.id}/photos`, { photo_ids: photos.map(({ id }) => id) })
        this.triggerEvent('changed')
      } catch (error) {
        this.setData({ entry })
        say(error)
      }
    },

    /** @param {string} id */
    async drop(id) {
      if (!(await sure('不要这张？', '会放进回收站，30天内随时能找回来。', '放进去'))) return
      try {
        await client.remove(`/photos/${id}`)
        this.triggerEvent('changed')
      } catch (error) {
        say(error)
      }
    },
  },
})

/** @param {any[]} all @param {number} from @param {number} to */
function moved(all, from, to) {
  const left = all.filter((_, at) => at !== from)
  return [...left.slice(0, to), all[from], ...left.slice(to)]
}

/** @param {string} entryId */
const comingTo = (entryId) => drafts.all().filter((draft) => draft.done && draft.entryId === entryId)

/** @param {import('../../../recording/drafts').Draft} draft */
const isMoving = ({ problem, files }) => !problem && files.some(({ state }) => state !== 'refused')
