/** Saying something of an entry otherwise. What was typed survives failures, and leaving the page. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const { doingFor } = require('../../look/agreeing')
const { screen } = require('../../look/screen')
const { AUDIENCES } = require('../../words/audiences')
const { formOf, changes, named, kept, keep } = require('./form')
const { leave } = require('../../look/leaving')

const DIMENSIONS = ['思想品德', '学业水平', '身心健康', '艺术素养', '社会实践', '家庭生活', '里程碑']
const NEAR = 8
const SOON = 1500
const LOOKS = 20

Page(
  screen({
    data: {
      ...{ entry: /** @type {any} */ (null), familyId: '', form: /** @type {any} */ ({}), restored: false, whenWords: '' },
      ...{ persons: /** @type {any[]} */ ([]), places: /** @type {any[]} */ ([]), near: /** @type {any[]} */ ([]) },
      ...{ milestones: /** @type {any[]} */ ([]), milestone: /** @type {any} */ (null), choosingMilestone: false },
      ...{ dimensions: DIMENSIONS, audiences: /** @type {any[]} */ ([]), means: '' },
      ...{ wrong: { title: '', story: '', photo_ids: '', happened: '', place: '', audience: '' }, conflict: '', busy: false },
    },

    looking: 0,
    looks: LOOKS,

    onUnload() {
      clearTimeout(this.looking)
      this.looks = 0
    },

    async load() {
      const entry = await client.get(`/entries/${this.query.id}`)
      const unsaved = kept(entry.id)
      this.setData({ entry, familyId: entry.family_id || '', restored: Object.keys(unsaved).length > 0, conflict: '' })
      this.show({ ...formOf(entry), ...unsaved })
      await this.loadChoices()
    },

    /** Help that the page does without where it cannot be had. */
    async loadChoices() {
      const { entry, familyId } = this.data
      const child = entry.student_id
      const [persons, places, milestones] = await Promise.all([
        itemsOf(`/families/${familyId}/persons`),
        itemsOf(child ? `/students/${child}/places` : `/families/${familyId}/places`),
        child ? itemsOf(`/milestones?student_id=${child}`) : [],
      ])
      this.setData({ persons, places, milestones })
      this.show(this.data.form)
    },

    /** Show the form as it is now, and keep what is not saved of it. @param {any} form */
    show(form) {
      const { entry, persons, places, milestones } = this.data
      const wanted = form.place.trim()
      keep(entry.id, changes(formOf(entry), form))
      this.setData({
        form,
        whenWords: form.happened === entry.happened && entry.happened ? entry.when : '',
        persons: persons.map((/** @type {any} */ one) => ({ ...one, on: form.person_ids.includes(one.id) })),
        near: places.filter((/** @type {any} */ { place }) => place !== wanted && place.includes(wanted)).slice(0, NEAR),
        milestone: milestones.find((/** @type {any} */ { key }) => key === form.milestone) || null,
        audiences: AUDIENCES.filter(({ key }) => key !== 'public' || key === entry.audience),
        means: AUDIENCES.find(({ key }) => key === form.audience)?.means || '',
      })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.show({ ...this.data.form, [currentTarget.dataset.field]: detail.value })
    },

    /** A tap on what is chosen already chooses nothing. @param {any} event */
    choose({ currentTarget }) {
      const { field, value } = currentTarget.dataset
      const { form } = this.data
      const nothing = { dimension: null, milestone: '' }[/** @type {string} */ (field)]
      const now = form[field] === value && nothing !== undefined ? nothing : value
      this.setData({ choosingMilestone: false })
      this.show({ ...form, [field]: now })
    },

    /** @param {any} event */
    togglePerson({ currentTarget }) {
      const { form } = this.data
      const { id } = currentTarget.dataset
      const others = form.person_ids.filter((/** @type {string} */ one) => one !== id)
      this.show({ ...form, person_ids: others.length < form.person_ids.length ? others : [...others, id] })
    },

    openMilestones() {
      this.setData({ choosingMilestone: true })
    },

    closeMilestones() {
      this.setData({ choosingMilestone: false })
    },

    startOver() {
      this.setData({ restored: false })
      this.show(formOf(this.data.entry))
    },

    async save() {
      const { entry, form } = this.data
      const changed = changes(formOf(entry), form)
      if (!Object.keys(changed).length) return leave()
      this.setData({ conflict: '' })
      await doingFor(this, entry.student_id, 'class', async () => {
        try {
          await client.put(`/entries/${entry.id}`, { ...changed, version: entry.version })
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'entry.changed') throw error
          return this.meet()
        }
        keep(entry.id, {})
        wx.showToast({ title: '改好了', icon: 'success' })
        leave()
      })
    },

    /** Somebody else came between: what they changed is shown, what was typed here stays. */
    async meet() {
      const before = this.data.entry
      try {
        const entry = await client.get(`/entries/${before.id}`)
        const theirs = changes(formOf(before), formOf(entry))
        const mine = changes(formOf(before), this.data.form)
        this.setData({ entry, conflict: `刚才家里有人也改了这一页：${named(theirs) || '照片'}。您写的都还在，看一眼再存。` })
        this.show({ ...formOf(entry), ...mine })
        wx.pageScrollTo({ scrollTop: 0 })
      } catch (error) {
        say(error)
      }
    },

    /** Photos came or went: those are saved at once; one that came is read in a moment. */
    async onPhotos() {
      clearTimeout(this.looking)
      try {
        const latest = await client.get(`/entries/${this.data.entry.id}`)
        this.renew(latest)
        if (latest.photos.some(isBeingRead)) this.lookAgain()
      } catch (error) {
        say(error)
      }
    },

    lookAgain() {
      if (!this.looks) return
      this.looks -= 1
      this.looking = setTimeout(() => this.onPhotos(), SOON)
    },

    /** What both changed is met when she saves; what only somebody else changed is taken over. @param {any} latest */
    renew(latest) {
      const { entry: before, form } = this.data
      const mine = changes(formOf(before), form)
      const { photos, photo_count } = latest
      const crossed = Object.keys(changes(formOf(before), formOf(latest))).some((field) => field in mine)
      if (crossed) return this.setData({ entry: { ...before, photos, photo_count } })
      this.setData({ entry: latest })
      this.show({ ...formOf(latest), ...mine })
    },
  }),
)

/** @param {any} photo */
const isBeingRead = ({ state }) => state === 'stored'

/** @param {string} path @returns {Promise<any[]>} */
async function itemsOf(path) {
  try {
    return (await client.get(path)).items
  } catch {
    return []
  }
}
