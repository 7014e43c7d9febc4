/** 收进档案: what, when and who; all else has a default. Nothing typed or picked is lost. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { say } = require('../../api/problems')
const { leave } = require('../../look/leaving')
const { sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const drafts = require('../../recording/drafts')
const { pickPictures } = require('../../recording/picking')
const queue = require('../../recording/queue')
const { RETENTIONS, OPEN_LEVELS } = require('../../words/keeping')
const { EMPTY, formOfEntry, formOfItem, draftOf, changesOf } = require('./forms')
const { groupsOf, classIn, titleIn, suggested } = require('./schemes')
const { writtenFor, begin, note, send, takeBack, isGoing, isTaken } = require('./unfinished')

const MOST = 50
const AT_ONCE = 20
const FIELDS = ['title', 'happened', 'class_code', 'photo_ids', 'location', 'words', 'place', 'responsible', 'source', 'box_id']
const NOTHING_WRONG = Object.fromEntries(FIELDS.map((field) => [field, '']))

Page(
  screen({
    data: {
      ...{ familyId: '', decides: false, mayFile: true, changing: false, before: '' },
      ...{ form: /** @type {any} */ (EMPTY), chosen: '', classTitle: '', closed: false, guess: false },
      ...{ groups: /** @type {any[]} */ ([]), persons: /** @type {any[]} */ ([]), boxes: /** @type {any[]} */ ([]) },
      ...{ pictures: /** @type {any[]} */ ([]), files: /** @type {any[]} */ ([]), offline: false },
      ...{ restored: false, conflict: '', problem: '', wrong: NOTHING_WRONG },
      ...{ more: false, choosingClass: false, choosingPhotos: false, retentions: RETENTIONS, levels: OPEN_LEVELS, means: '' },
      ...{ sent: false, filed: /** @type {any} */ (null), coach: /** @type {any} */ (null) },
    },
    from: '',
    base: EMPTY,
    item: /** @type {any} */ (null),
    draftId: '',
    unfollow: /** @type {null | (() => void)} */ (null),

    onLoad() {
      this.unfollow = queue.follow((draft, hasArrived) => this.onNews(draft, hasArrived))
    },

    onUnload() {
      this.unfollow?.()
    },

    async load() {
      const home = await inside()
      const { familyId, photos, scheme } = await this.open(home.family?.id || '')
      const [archive, persons, boxes] = await Promise.all([
        client.get(`/families/${familyId}/archive`),
        client.get(`/families/${familyId}/persons`),
        client.get(`/families/${familyId}/boxes`),
      ])
      const decides = decidesIn(home, familyId)
      const family = home.account.families.find((/** @type {any} */ { id }) => id === familyId)
      const groups = await groupsOf(scheme || archive.scheme)
      this.setData({
        ...{ familyId, decides, mayFile: family?.role !== 'viewer', changing: Boolean(this.item), persons: persons.items, boxes: boxes.items },
        groups: groups.filter(({ closed }) => decides || !closed),
        levels: OPEN_LEVELS.filter(({ value }) => decides || value === 'family'),
        more: Boolean(this.item),
      })
      await this.restore(photos)
    },

    /** What the form begins with. @param {string} own the family that is looked at */
    async open(own) {
      const { id, entry, family, class: code = '', box = '' } = this.query
      if (id) {
        this.item = await client.get(`/filed-items/${id}`)
        this.from = `id=${id}`
        this.base = formOfItem(this.item)
        return { familyId: this.item.family_id, photos: this.item.photos, scheme: this.item.scheme }
      }
      if (entry) {
        const suggestion = await client.get(`/entries/${entry}/filing`)
        this.from = `entry=${entry}`
        this.base = formOfEntry(suggestion)
        this.setData({ before: suggestion.numbers.join('、') })
        return { familyId: suggestion.family_id, photos: [], scheme: '' }
      }
      const familyId = family || own
      this.from = `family=${familyId}&class=${code}&box=${box}`
      this.base = { ...EMPTY, class_code: code, box_id: box || null }
      return { familyId, photos: [], scheme: '' }
    },

    /** What she wrote the last time comes back, over what others changed since. @param {any[]} known PhotoViews */
    async restore(known) {
      const draft = writtenFor(this.from)
      this.draftId = draft?.id || ''
      if (draft && this.item && isTaken(draft, this.base)) return this.close('改好了')
      this.setData({ restored: Boolean(draft), sent: isGoing(draft), problem: '', conflict: '', wrong: NOTHING_WRONG })
      const form = draft?.filing ? this.recalled(draft, draft.filing) : this.base
      await this.showPictures(form.photo_ids, known)
      this.show(form)
    },

    /** @param {import('../../recording/drafts').Draft} draft @param {import('../../recording/filing').Filing} filing */
    recalled({ id, problem }, filing) {
      this.setData({ problem, wrong: { ...NOTHING_WRONG, ...filing.wrong } })
      if (!this.data.sent) takeBack(id)
      queue.start()
      if (!this.item) return filing.form
      const form = { ...this.base, ...changesOf(filing.form, filing.base) }
      if (filing.version === this.item.version) return form
      this.setData({ conflict: '家里有人刚改过这一件。您写的都还在，看一眼再存。', problem: '' })
      note(id, { version: this.item.version, base: this.base, form })
      return form
    },

    /** @param {string[]} ids @param {any[]} known */
    async showPictures(ids, known) {
      const found = await Promise.all(ids.map((id) => known.find((one) => one.id === id) || photoOf(id)))
      this.setData({ pictures: found.filter(Boolean) })
    },

    /** @param {any} form */
    show(form) {
      const { groups, persons, boxes, levels } = this.data
      const guessed = form.class_code ? '' : suggested(open(groups, form.photo_ids.length || this.filesNow().length), form.title)
      const chosen = form.class_code || guessed
      const closed = Boolean(classIn(groups, chosen)?.closed)
      const level = form.open_level || 'family'
      this.setData({
        ...{ form, chosen, closed, guess: Boolean(guessed), classTitle: titleIn(groups, chosen), files: this.filesNow(), offline: queue.isResting() },
        ...{ means: levels.find((/** @type {any} */ { value }) => value === level)?.means || '' },
        persons: persons.map((/** @type {any} */ one) => ({ ...one, on: form.person_ids.includes(one.id) })),
        boxes: boxes.map((/** @type {any} */ one) => ({ ...one, value: one.id, label: one.title })),
      })
    },

    filesNow() {
      return drafts.find(this.draftId)?.files || []
    },

    /** @param {any} form */
    write(form) {
      note(this.held(), { form })
      this.show(form)
    },

    /** The draft that keeps what is written; begun with the first letter. */
    held() {
      if (this.draftId) return this.draftId
      const about = { from: this.from, item: this.item?.id || '', version: this.item?.version || 0, base: this.base }
      this.draftId = begin(this.data.familyId, this.base.student_id, about).id
      return this.draftId
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      const { field } = currentTarget.dataset
      if (this.data.wrong[field]) this.setData({ [`wrong.${field}`]: '' })
      this.write({ ...this.data.form, [field]: detail.value })
    },

    /** A tap on the box that is chosen takes it out of it. @param {any} event */
    chooseBox({ detail }) {
      const { form } = this.data
      this.write({ ...form, box_id: form.box_id === detail.value ? null : detail.value })
    },

    /** @param {any} event */
    togglePerson({ currentTarget }) {
      const { form } = this.data
      const { id } = currentTarget.dataset
      const others = form.person_ids.filter((/** @type {string} */ one) => one !== id)
      this.write({ ...form, person_ids: others.length < form.person_ids.length ? others : [...others, id] })
    },

    openClasses() {
      this.setData({ choosingClass: true })
    },

    closeClasses() {
      this.setData({ choosingClass: false })
    },

    /** @param {any} event */
    chooseClass({ detail }) {
      this.closeClasses()
      this.setData({ 'wrong.class_code': '' })
      this.write({ ...this.data.form, class_code: detail.code })
    },

    showMore() {
      this.setData({ more: true })
    },

    /** On their way from that moment. */
    async pick() {
      const picked = await pickPictures(Math.min(AT_ONCE, MOST - this.data.pictures.length - this.filesNow().length))
      if (!picked.length) return
      drafts.add(this.held(), picked)
      this.goOn()
    },

    goOn() {
      this.show(this.data.form)
      queue.start()
    },

    /** @param {any} event */
    dropFile({ detail }) {
      drafts.dropFile(this.draftId, detail.id)
      this.goOn()
    },

    /** @param {any} event */
    sendAgain({ detail }) {
      drafts.retry(this.draftId, detail.id)
      this.goOn()
    },

    openPhotos() {
      this.setData({ choosingPhotos: true })
    },

    closePhotos() {
      this.setData({ choosingPhotos: false })
    },

    /** @param {any} event */
    takePhotos({ detail }) {
      this.closePhotos()
      this.arrange([...this.data.pictures, ...detail.photos])
    },

    /** @param {any} event */
    dropPhoto({ detail }) {
      this.arrange(this.data.pictures.filter((/** @type {any} */ { id }) => id !== detail.id))
    },

    /** @param {any[]} pictures */
    arrange(pictures) {
      this.setData({ pictures })
      this.write({ ...this.data.form, photo_ids: pictures.map(({ id }) => id) })
    },

    async startOver() {
      if (!(await sure('不要写好的这些了？', '相册里的照片不会删掉。', '不要了'))) return
      drafts.discard(this.draftId)
      this.draftId = ''
      queue.start()
      this.setData({ restored: false, problem: '', conflict: '', wrong: NOTHING_WRONG })
      await this.showPictures(this.base.photo_ids, this.item?.photos || [])
      this.show(this.base)
    },

    save() {
      const wrong = { ...NOTHING_WRONG, ...lacking(this.data) }
      this.setData({ wrong, problem: '', conflict: '' })
      if (Object.values(wrong).some(Boolean)) return wx.pageScrollTo({ selector: '.wrong', offsetTop: -160, fail: () => {} })
      const id = this.held()
      if (this.data.closed) this.filesNow().forEach((/** @type {any} */ file) => drafts.dropFile(id, file.id))
      const body = this.body()
      if (this.item && !Object.keys(body).length && !this.filesNow().length) return this.close()
      send(id, this.item ? { ...body, version: this.item.version } : body)
      this.setData({ sent: true, filed: null })
      queue.start()
    },

    /** As the service takes it. Of what is noted with where it lies there is no picture. */
    body() {
      const { form, chosen, closed, persons, familyId } = this.data
      const told = { ...form, class_code: chosen, ...(closed ? { photo_ids: [], open_level: '' } : {}) }
      if (!this.item) return draftOf({ ...told, student_id: form.student_id || onlyChild(persons) }, familyId)
      const changed = changesOf({ ...told, open_level: closed ? this.base.open_level : told.open_level }, this.base)
      return this.filesNow().length ? { ...changed, photo_ids: told.photo_ids } : changed
    },

    /** Nothing is left to be sent. @param {string} [said] */
    close(said) {
      drafts.drop(this.draftId)
      this.draftId = ''
      if (said) wx.showToast({ title: said, icon: 'success' })
      leave()
    },

    /** @param {import('../../recording/drafts').Draft | null} draft @param {boolean} hasArrived */
    onNews(draft, hasArrived) {
      if (draft && draft.id !== this.draftId) return
      if (draft && hasArrived) return this.onArrived(draft.entryId)
      const now = drafts.find(this.draftId)
      this.setData({ files: this.filesNow(), offline: queue.isResting() })
      if (this.data.sent && now?.done && !isGoing(now)) this.onRefused(now)
    },

    /** It came back: the form says why, with everything that was written. @param {import('../../recording/drafts').Draft} draft */
    onRefused({ id, filing, problem }) {
      takeBack(id)
      this.setData({ sent: false })
      if (filing?.item && problem && !Object.keys(filing.wrong).length) return this.refresh() // perhaps somebody changed it
      const wrong = { ...NOTHING_WRONG, ...filing?.wrong }
      const fields = Object.keys(filing?.wrong || {})
      const isBeside = fields.length && fields.every((field) => field in NOTHING_WRONG)
      this.setData({ problem: isBeside ? '' : problem, wrong, more: true })
      wx.pageScrollTo({ selector: '.wrong', offsetTop: -160, fail: () => {} })
    },

    /** @param {string} id of the item */
    async onArrived(id) {
      if (this.item) return this.close('改好了')
      this.draftId = ''
      this.setData({ filed: { id } })
      try {
        const [filed, archive] = await Promise.all([client.get(`/filed-items/${id}`), client.get(`/families/${this.data.familyId}/archive`)])
        this.setData({ filed, coach: archive.coach })
      } catch (error) {
        say(error)
      }
    },

    look() {
      wx.redirectTo({ url: `/pages/filing/item?id=${this.data.filed.id}` })
    },

    next() {
      const { familyId, coach } = this.data
      wx.redirectTo({ url: `/pages/filing/form?family=${familyId}&class=${coach.next_class}` })
    },

    leave,
  }),
)

/** What is missing, before it is sent. @param {any} data */
function lacking({ form, chosen, closed }) {
  return {
    title: form.title.trim() ? '' : '写一下是什么',
    happened: form.happened ? '' : '记不清哪天也行，选个大概的年份',
    class_code: chosen ? '' : '选一类，以后好找',
    location: closed && !form.location.trim() ? '写一下放在哪儿，以后好找' : '',
  }
}

/** Whose growing up it tells of, where that is one child's. @param {any[]} persons */
function onlyChild(persons) {
  const children = persons.filter(({ on, student_id: student }) => on && student)
  return children.length === 1 ? children[0].student_id : null
}

/** What shows pictures is not suggested for a class without. @param {any[]} groups @param {number} pictures */
const open = (groups, pictures) => groups.filter(({ closed }) => !closed || !pictures)

/** @param {string} id @returns {Promise<any>} nothing where it has gone */
async function photoOf(id) {
  try {
    return await client.get(`/photos/${id}`)
  } catch {
    return null
  }
}
