/** What the family has filed, what to file next, and where the rest of it is. */

const { GUARDIANS } = require('../../../api/inside')
const drafts = require('../../../recording/drafts')
const { isStuck } = require('../../../recording/entering')
const queue = require('../../../recording/queue')

Component({
  properties: {
    /** a FamilyView */
    family: { type: Object, value: /** @type {any} */ ({}) },
    /** its FamilyArchiveView */
    archive: { type: Object, value: /** @type {any} */ ({}) },
    /** codes of the classes that are for guardians alone */
    closed: { type: Array, value: /** @type {string[]} */ ([]) },
  },
  data: {
    ...{ percent: 0, mayFile: false, decides: false, asksGuardian: false },
    ...{ classes: /** @type {any[]} */ ([]), unsent: /** @type {any[]} */ ([]) },
  },
  observers: {
    'family, archive, closed'(family, archive, closed) {
      if (!archive.coach) return
      const { items, classes, enough_items, enough_classes, next_class } = archive.coach
      const decides = GUARDIANS.includes(family.role)
      const isClosed = (/** @type {string} */ code) => closed.includes(code)
      this.setData({
        ...{ decides, mayFile: family.role !== 'viewer', asksGuardian: !decides && isClosed(next_class) },
        percent: Math.round(50 * (share(items, enough_items) + share(classes, enough_classes))),
        classes: archive.classes.filter((/** @type {any} */ { code }) => decides || !isClosed(code)),
      })
      this.showUnsent()
    },
  },
  lifetimes: {
    attached() {
      Object.assign(this, { unfollow: queue.follow((_, hasArrived) => this.onNews(hasArrived)) })
    },
    detached() {
      const { unfollow } = /** @type {any} */ (this)
      unfollow()
    },
  },
  methods: {
    /** @param {boolean} hasArrived */
    onNews(hasArrived) {
      this.showUnsent()
      if (hasArrived) this.triggerEvent('changed')
    },

    showUnsent() {
      const { id } = this.properties.family
      const waiting = drafts.filings().filter((one) => one.familyId === id && !one.entryId)
      this.setData({ unsent: waiting.map((one) => ({ id: one.id, from: one.filing?.from, title: one.filing?.form.title || '还没写完的一件', state: stateOf(one) })) })
    },

    /** @param {any} event */
    goOn({ currentTarget }) {
      wx.navigateTo({ url: `/pages/filing/form?${currentTarget.dataset.from}` })
    },

    next() {
      this.file(this.properties.archive.coach.next_class)
    },

    any() {
      this.file('')
    },

    /** @param {string} code */
    file(code) {
      wx.navigateTo({ url: `/pages/filing/form?family=${this.properties.family.id}&class=${code}` })
    },

    /** @param {any} event */
    openClass({ currentTarget }) {
      wx.navigateTo({ url: `/pages/filing/items?family=${this.properties.family.id}&class=${currentTarget.dataset.code}` })
    },
  },
})

/** @param {number} there @param {number} enough */
const share = (there, enough) => Math.min(there / enough, 1)

/** @param {import('../../../recording/drafts').Draft} draft */
function stateOf(draft) {
  if (isStuck(draft)) return '有的没能收进去，点开看看'
  if (!draft.done) return '没写完，接着写'
  return queue.isResting() ? '连上网会自己收进去' : '正在收'
}
