/** What relatives tell of an entry, and one's own telling: in words, by voice, or both. */

const client = require('../../../api/client')
const { Problem, say } = require('../../../api/problems')
const { doingFor } = require('../../../look/agreeing')
const { sure } = require('../../../look/doing')
const { ago } = require('../../../words/dates')
const { keptTelling, changeTelling, forgetTelling, voiceOf, sendTelling } = require('./telling')

Component({
  properties: {
    entryId: { type: String, value: '' },
    familyId: { type: String, value: '' },
    /** of whom the entry tells; empty: of the family */
    studentId: { type: String, value: '' },
    tells: { type: Boolean, value: false },
    /** whether the viewer may take away what others told */
    decides: { type: Boolean, value: false },
  },
  data: {
    ...{ stories: /** @type {any[]} */ ([]), next: '', trouble: false, telling: false },
    ...{ words: '', voice: /** @type {any} */ (null), busy: false, changing: '', changed: '' },
  },
  observers: {
    entryId(entryId) {
      if (entryId) this.load()
    },
  },
  methods: {
    async load() {
      const { entryId } = this.properties
      try {
        const page = await client.get(`/entries/${entryId}/stories`)
        const { words, voice } = keptTelling(entryId)
        this.setData({ stories: page.items.map(told), next: page.next, trouble: false, words, voice })
        this.setData({ telling: this.data.telling || Boolean(words || voice) })
      } catch {
        this.setData({ trouble: true })
      }
    },

    async more() {
      const { stories, next } = this.data
      try {
        const page = await client.get(`/entries/${this.properties.entryId}/stories`, { cursor: next })
        this.setData({ stories: [...stories, ...page.items.map(told)], next: page.next })
      } catch (error) {
        say(error)
      }
    },

    begin() {
      this.setData({ telling: true })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: changeTelling(this.properties.entryId, { words: detail.value }).words })
    },

    /** @param {any} event */
    onRecorded({ detail }) {
      this.setData({ voice: changeTelling(this.properties.entryId, { voice: voiceOf(detail) }).voice })
    },

    onDropped() {
      this.setData({ voice: changeTelling(this.properties.entryId, { voice: null }).voice })
    },

    async send() {
      const { entryId, familyId, studentId } = this.properties
      const { words, voice, stories } = this.data
      if (!(words.trim() || voice)) return
      // what was said is kept, to be sent again
      await doingFor(this, studentId, 'archive', async () => {
        const story = await sendTelling(entryId, familyId)
        this.setData({ stories: [...stories, told(story)], words: '', voice: null, telling: false })
        wx.showToast({ title: '讲好了', icon: 'success' })
      })
    },

    discard() {
      forgetTelling(this.properties.entryId)
      this.setData({ words: '', voice: null, telling: false })
    },

    /** @param {any} event */
    change({ currentTarget }) {
      const story = this.data.stories.find(({ id }) => id === currentTarget.dataset.id)
      this.setData({ changing: story.id, changed: story.words })
    },

    /** @param {any} event */
    onChanged({ detail }) {
      this.setData({ changed: detail.value })
    },

    async saveChange() {
      const { changing, changed, stories } = this.data
      await doingFor(this, this.properties.studentId, 'archive', async () => {
        const story = told(await client.put(`/stories/${changing}`, { words: changed }))
        this.setData({ stories: stories.map((one) => (one.id === changing ? story : one)), changing: '' })
      })
    },

    /** @param {any} event */
    async askForLook({ currentTarget }) {
      const { id } = currentTarget.dataset
      try {
        await client.post(`/stories/${id}/review`)
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'review.open') return say(error)
      }
      this.setData({ stories: this.data.stories.map((one) => (one.id === id ? { ...one, asked: true } : one)) })
    },

    /** @param {any} event */
    async takeBack({ currentTarget }) {
      const { id } = currentTarget.dataset
      if (!(await sure('收回这一段？', '写的话找不回来。录音还留在家里的照片和录音里。', '收回'))) return
      try {
        await client.remove(`/stories/${id}`)
        this.setData({ stories: this.data.stories.filter((one) => one.id !== id) })
      } catch (error) {
        say(error)
      }
    },
  },
})

/** @param {any} story */
const told = (story) => ({ ...story, told: ago(story.told_at), note: noteOn(story) })

/** @param {any} story */
function noteOn({ mine, standing, recording }) {
  if (!mine) return ''
  const worst = [standing, recording?.standing]
  if (worst.includes('risky')) return '这一段暂时不能给别人听，只有您自己有'
  if (worst.includes('review')) return '电脑拿不准，只有您自己看得到'
  return worst.includes('pending') ? '正在检查，一会儿家人就能看到' : ''
}
