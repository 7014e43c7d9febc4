/** ＋: pick, 完成, saved. What was picked is on its way from that moment and outlasts the app. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const session = require('../../api/session')
const whose = require('../../api/home')
const drafts = require('../../recording/drafts')
const { isStuck } = require('../../recording/entering')
const queue = require('../../recording/queue')
const { pickPictures } = require('../../recording/picking')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const unsent = require('../../sharing/unsent')
const { iso } = require('../../words/dates')
const { placesOf, placeOf } = require('./places')

const MOST = 20
const OPEN = 'record.open'
const FIRST = 'record.first'
const WORDS = 'record.words'

const NOTHING = {
  ...{ draft: null, saved: null, sent: false, waits: false, asksDay: false },
  ...{ asksWords: false, words: '', first: '', refusals: /** @type {any[]} */ ([]) },
}

Page(
  screen({
    data: {
      ...{ onlyLooks: false, place: /** @type {any} */ (null), places: /** @type {any[]} */ ([]), today: iso() },
      ...{ draft: /** @type {any} */ (null), saved: /** @type {any} */ (null), others: /** @type {any[]} */ ([]) },
      ...{ name: '', sent: false, waits: false, stuck: false, whole: false, refusals: /** @type {any[]} */ ([]), asksDay: false, first: '' },
      ...{ asksWords: false, words: '', busy: false, offline: false, wrong: {} },
    },
    account: '',

    onLoad() {
      queue.follow((draft, hasArrived) => this.onNews(draft, hasArrived)) // for good: a tab stays open
    },

    onShow() {
      this.stale = true
      if (session.account() !== this.account) this.turnAway()
    },

    /** What somebody else recorded here goes at once, and is kept for whoever it is of. */
    turnAway() {
      this.account = session.account()
      this.setData({ state: 'loading', place: null, places: [], ...NOTHING })
    },

    onHide() {
      const { sent, saved, asksWords, words } = this.data
      if (sent && !(asksWords && words && words !== saved.told)) this.forgetSaved()
    },

    async load() {
      const home = await whose.home()
      const places = placesOf(home)
      this.setData({ onlyLooks: Boolean(home?.account.families.length), places, place: placeOf(places, home), today: iso() })
      this.show(opened())
      this.restoreWords()
      const first = wx.getStorageSync(FIRST)
      if (!first || !places.length) return
      wx.removeStorageSync(FIRST)
      this.setData({ first })
      await this.pick()
    },

    /** @param {any} draft the one that is open or has just been finished, if there is one */
    show(draft) {
      const { places, saved, asksWords } = this.data
      const open = draft && !draft.done ? draft : null
      const current = (draft || saved)?.id
      this.setData({
        ...{ draft: open, name: nameOf(open, places), whole: isWhole(open), offline: queue.isResting() },
        ...{ others: open ? [] : drafts.recorded().filter((one) => one.id !== current || isStuck(one)) },
        stuck: !open && drafts.recorded().some((one) => one.id === current && isStuck(one)),
      })
      if (draft?.done) this.setData({ saved: draft, sent: Boolean(draft.entryId), asksWords: asksWords || !draft.story })
    },

    /** @param {any} draft @param {boolean} hasArrived */
    onNews(draft, hasArrived) {
      const isCurrent = draft && draft.id === (this.data.draft || this.data.saved)?.id
      if (isCurrent && hasArrived && !this.data.sent) this.onSent(draft)
      this.show(isCurrent ? draft : this.data.draft && drafts.find(this.data.draft.id))
    },

    /** In the archive: could everything be opened, and is its day known? @param {any} draft */
    async onSent({ entryId }) {
      try {
        const entry = await client.get(`/entries/${entryId}`)
        if (this.data.saved?.entryId !== entryId) return // she has gone on to another one
        const reading = entry.photos.some(isBeingRead)
        const refusals = entry.photos.map(numbered).filter(isRefused)
        const shown = entry.photo_count > refusals.length
        this.setData({ refusals, waits: entry.draft, asksDay: !reading && shown && !entry.happened })
        if (reading) setTimeout(() => this.onSent({ entryId }), 1500)
      } catch (error) {
        say(error)
      }
    },

    async pick() {
      const { place, draft } = this.data
      const picked = await pickPictures(MOST - (draft?.files.length || 0))
      if (!picked.length) return
      const { id } = draft || this.beginDraft(place)
      drafts.add(id, picked)
      this.show(drafts.find(id))
      queue.start()
    },

    /** @param {any} place */
    beginDraft({ familyId, child }) {
      const draft = drafts.begin(familyId, child?.id || null)
      wx.setStorageSync(OPEN, draft.id)
      return draft
    },

    onlyWords() {
      this.show(this.beginDraft(this.data.place))
    },

    /** @param {any} event */
    dropFile({ detail }) {
      const { id } = this.data.draft
      drafts.dropFile(id, detail.id)
      this.show(drafts.find(id))
      queue.start()
    },

    /** @param {any} event */
    sendAgain({ detail }) {
      const { id } = this.data.draft
      drafts.retry(id, detail.id)
      this.show(drafts.find(id))
      queue.start()
    },

    /** @param {any} event */
    onStory({ detail }) {
      drafts.edit(this.data.draft.id, (draft) => Object.assign(draft, { story: detail.value }))
      this.show(drafts.find(this.data.draft.id))
    },

    finish() {
      const { id } = this.data.draft
      drafts.edit(id, (draft) => Object.assign(draft, { done: true }))
      this.setData({ asksWords: false })
      this.show(drafts.find(id))
      queue.start()
    },

    async discard() {
      const { confirm } = await wx.showModal({ title: '不记了？', content: '选好的照片不会从手机里删掉。', confirmText: '不记了', cancelText: '接着记' })
      if (!confirm) return
      drafts.discard(this.data.draft.id)
      queue.start()
      this.forgetSaved()
    },

    /** @param {any} event */
    reopen({ detail }) {
      this.forgetSaved()
      drafts.edit(detail.id, (draft) => Object.assign(draft, { done: false, problem: '' }))
      wx.setStorageSync(OPEN, detail.id)
      this.show(drafts.find(detail.id))
    },

    onOthers() {
      const draft = drafts.find(this.data.saved?.id)
      if (draft || this.data.sent) this.show(draft)
      else this.forgetSaved()
    },

    /** @param {any} event */
    choose({ currentTarget }) {
      const place = this.data.places.find((/** @type {any} */ { key }) => key === currentTarget.dataset.key)
      if (place.child) whose.choose(place.child)
      this.setData({ place })
    },

    /** @param {any} event */
    onDay({ detail }) {
      return this.date(detail.value)
    },

    /** @param {any} event */
    sayDay({ currentTarget }) {
      return this.date(currentTarget.dataset.day)
    },

    /** One answer for the whole batch. @param {string} happened */
    async date(happened) {
      this.setData({ asksDay: false })
      if (!happened) return
      try {
        await client.put(`/entries/${this.data.saved.entryId}`, { happened })
        wx.showToast({ title: '记下了', icon: 'success' })
      } catch (error) {
        this.setData({ asksDay: true })
        say(error)
      }
    },

    /** @param {any} event */
    async dropRefused({ currentTarget }) {
      const { id } = currentTarget.dataset
      try {
        await client.remove(`/photos/${id}`)
        this.setData({ refusals: this.data.refusals.filter((/** @type {any} */ one) => one.id !== id) })
      } catch (error) {
        say(error)
      }
    },

    /** What is still on its way takes them along; else they are kept here until they are added. @param {any} event */
    onWords({ detail }) {
      const words = detail.value
      const { id, entryId } = this.data.saved
      this.setData({ words })
      if (drafts.find(id)) drafts.edit(id, (draft) => Object.assign(draft, { story: words }))
      else unsent.keep(WORDS, { entryId, words })
    },

    async addWords() {
      const { words, saved } = this.data
      const { id, entryId } = saved
      if (drafts.find(id)) queue.start()
      else if (!(await doing(this, () => client.put(`/entries/${entryId}`, { story: words })))) return
      unsent.drop(WORDS)
      this.setData({ asksWords: false, words: '' })
      wx.showToast({ title: '写好了', icon: 'success' })
    },

    /** Words that were written for what is in the archive, when the app was closed. */
    restoreWords() {
      const { entryId, words } = unsent.kept(WORDS) || {}
      if (!words || this.data.draft || this.data.saved) return
      this.setData({ saved: { id: '', entryId }, sent: true, asksWords: true, words })
    },

    another() {
      this.forgetSaved()
      return this.pick()
    },

    look() {
      wx.switchTab({ url: '/pages/home/home' })
    },

    begin() {
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    forgetSaved() {
      wx.removeStorageSync(OPEN)
      unsent.drop(WORDS)
      this.setData(NOTHING)
      this.show(null)
    },
  }),
)

/** The draft that she was at, or else the latest that is not finished. */
function opened() {
  return drafts.find(wx.getStorageSync(OPEN)) || drafts.recorded().filter(({ done }) => !done).pop()
}

/** Whose day it tells of. @param {any} draft @param {any[]} places */
function nameOf(draft, places) {
  return places.find(({ key }) => key === (draft?.studentId || draft?.familyId))?.name || '孩子'
}

/** @param {any} draft */
const isWhole = (draft) => Boolean(draft && (draft.files.length || draft.story.trim()))

/** @param {any} photo */
const isBeingRead = ({ state }) => state === 'stored'

/** @param {any} photo */
const isRefused = ({ state }) => state === 'refused'

/** @param {any} photo @param {number} at */
const numbered = (photo, at) => ({ ...photo, number: at + 1 })
