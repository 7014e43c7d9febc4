/** What the family feels about an entry, and says to it. */

const client = require('../../../api/client')
const { Problem, say } = require('../../../api/problems')
const session = require('../../../api/session')
const { doingFor } = require('../../../look/agreeing')
const { sure } = require('../../../look/doing')
const { ago } = require('../../../words/dates')

const WARMTHS = ['喜欢', '抱抱', '鼓掌', '笑出声', '想念']

Component({
  properties: {
    /** an EntryView */
    entry: { type: Object, value: /** @type {any} */ ({}) },
    /** whether the viewer may take away what others said */
    decides: { type: Boolean, value: false },
  },
  data: {
    ...{ feelings: /** @type {any[]} */ ([]), mine: '', comments: /** @type {any[]} */ ([]), next: '' },
    ...{ words: '', key: '', busy: false, trouble: false },
  },
  observers: {
    entry(entry) {
      if (!entry.id) return
      this.feel(entry.reactions, entry.my_reaction)
      this.load()
    },
  },
  methods: {
    async load() {
      const { id } = this.properties.entry
      try {
        const page = await client.get(`/entries/${id}/comments`)
        this.setData({
          ...{ comments: page.items.map(told), next: page.next, trouble: false },
          ...{ words: this.data.words || kept(id), key: this.data.key || client.newKey() },
        })
      } catch {
        this.setData({ trouble: true })
      }
    },

    async more() {
      const { comments, next } = this.data
      try {
        const page = await client.get(`/entries/${this.properties.entry.id}/comments`, { cursor: next })
        this.setData({ comments: [...comments, ...page.items.map(told)], next: page.next })
      } catch (error) {
        say(error)
      }
    },

    /** @param {Record<string, number>} counts @param {string | null} mine */
    feel(counts, mine) {
      const feelings = WARMTHS.map((words) => ({ words, count: counts[words] || 0 }))
      this.setData({ feelings, mine: mine || '' })
    },

    /** Shown at once; taken back where it did not go through. @param {any} event */
    async toggle({ currentTarget }) {
      const { feelings, mine } = this.data
      const { warmth } = currentTarget.dataset
      const now = warmth === mine ? '' : warmth
      this.setData({ feelings: feelings.map((one) => moved(one, mine, now)), mine: now })
      const path = `/entries/${this.properties.entry.id}/reaction`
      try {
        const { reactions, my_reaction: kept } = now ? await client.put(path, { warmth: now }) : await client.remove(path)
        this.feel(reactions, kept)
      } catch (error) {
        this.setData({ feelings, mine })
        say(error)
      }
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value, key: client.newKey() }) // other words are another comment
      wx.setStorageSync(placeOf(this.properties.entry.id), detail.value)
    },

    async send() {
      const { words, key, comments } = this.data
      if (!words.trim()) return
      const { id, student_id: child } = this.properties.entry
      await doingFor(this, child, 'archive', async () => {
        const said = await client.post(`/entries/${id}/comments`, { words }, { key })
        wx.removeStorageSync(placeOf(id))
        this.setData({ words: '', comments: [...comments, told(said)] })
      })
    },

    /** @param {any} event */
    async askForLook({ currentTarget }) {
      const { id } = currentTarget.dataset
      try {
        await client.post(`/comments/${id}/review`)
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'review.open') return say(error)
      }
      this.setData({ comments: this.data.comments.map((one) => (one.id === id ? { ...one, asked: true } : one)) })
    },

    /** @param {any} event */
    async takeBack({ currentTarget }) {
      const { id } = currentTarget.dataset
      if (!(await sure('收回这句话？', '收回以后找不回来。', '收回'))) return
      try {
        await client.remove(`/comments/${id}`)
        this.setData({ comments: this.data.comments.filter((one) => one.id !== id) })
      } catch (error) {
        say(error)
      }
    },
  },
})

/** @param {string} id */
const placeOf = (id) => `entry.comment.${session.account()}.${id}`

/** What was typed and not sent. @param {string} id @returns {string} */
const kept = (id) => wx.getStorageSync(placeOf(id))

/** @param {any} comment */
const told = (comment) => ({ ...comment, said: ago(comment.said_at), note: noteOn(comment) })

/** @param {{words: string, count: number}} feeling @param {string} from @param {string} to */
const moved = ({ words, count }, from, to) => ({ words, count: count + Number(words === to) - Number(words === from) })

/** @param {any} comment */
function noteOn({ mine, standing }) {
  if (!mine || standing === 'passed') return ''
  if (standing === 'pending') return '正在检查，一会儿家人就能看到'
  return standing === 'review' ? '电脑拿不准，只有您自己看得到' : '这句暂时不能给别人看'
}
