/** What is said under a post: threads of one level, the newest first, and a place to say something. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const { sure } = require('../../look/doing')
const { choose } = require('../../sharing/menu')
const unsent = require('../../sharing/unsent')
const { ago } = require('../../words/dates')

/** How far below the top of the screen the place to answer comes to stand, in pixels. */
const ABOVE = 24

Component({
  properties: {
    postId: { type: String, value: '' },
    /** the viewer's family, where it is the one that shows the post and the viewer decides for it */
    guards: { type: String, value: '' },
    /** whether something may be said now */
    open: { type: Boolean, value: true },
  },
  data: {
    ...{ threads: /** @type {any[]} */ ([]), next: '', there: false, fetching: false },
    ...{ waits: false, words: '', answering: /** @type {any} */ (null), busy: false, key: '', reporting: '', appealing: '' },
  },
  observers: {
    postId(postId) {
      if (postId) this.setData({ words: unsent.kept(postId) || '', key: client.newKey() })
    },
  },
  methods: {
    /** The first page anew. @throws {Problem} */
    async load() {
      const page = await client.get(`/posts/${this.properties.postId}/comments`)
      const waits = page.items.some((/** @type {any} */ one) => [one, ...one.answers].some(isWaiting))
      this.setData({ threads: page.items.map(told), next: page.next, there: true, waits })
    },

    /** The next page, when the end of this one is reached. */
    async more() {
      const { next, threads, fetching } = this.data
      if (!next || fetching) return
      this.setData({ fetching: true })
      try {
        const page = await client.get(`/posts/${this.properties.postId}/comments`, { cursor: next })
        this.setData({ threads: [...threads, ...page.items.map(told)], next: page.next })
      } catch (error) {
        say(error)
      } finally {
        this.setData({ fetching: false })
      }
    },

    /** @param {any} event */
    async moreAnswers({ currentTarget }) {
      const { id } = currentTarget.dataset
      try {
        /** @type {any[]} */
        const all = []
        for (let cursor = '', first = true; first || cursor; first = false) {
          const page = await client.get(`/post-comments/${id}/answers`, { cursor })
          all.push(...page.items)
          cursor = page.next
        }
        const threads = this.data.threads.map((one) =>
          one.id === id ? told({ ...one, answers: all, more_answers: false }) : one,
        )
        this.setData({ threads })
      } catch (error) {
        say(error)
      }
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value, key: client.newKey() })
      unsent.keep(this.properties.postId, detail.value)
    },

    /** @param {any} event */
    answer({ currentTarget }) {
      const { id, author } = currentTarget.dataset
      this.setData({ answering: { id, author }, key: client.newKey() })
      this.createSelectorQuery()
        .select('.say')
        .boundingClientRect()
        .selectViewport()
        .scrollOffset()
        .exec(([{ top }, { scrollTop }]) => wx.pageScrollTo({ scrollTop: scrollTop + top - ABOVE }))
    },

    answerNobody() {
      this.setData({ answering: null, key: client.newKey() })
    },

    send() {
      if (!this.data.busy && this.data.words.trim()) return this.say(false)
    },

    /** @param {boolean} knowingly @returns {Promise<void>} */
    async say(knowingly) {
      const { words, answering, key } = this.data
      const { postId } = this.properties
      this.setData({ busy: true })
      try {
        const draft = { words, thread_id: answering?.id || null, knowingly }
        await client.post(`/posts/${postId}/comments`, draft, { key: knowingly ? client.newKey() : key })
        unsent.drop(postId)
        this.setData({ words: '', answering: null })
        await this.load()
        this.triggerEvent('said')
      } catch (error) {
        if (!knowingly && (await goesOn(error))) return await this.say(true)
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** @param {any} event */
    async menu({ currentTarget }) {
      const comment = currentTarget.dataset.comment
      try {
        await choose(this.choices(comment))
      } catch (error) {
        say(error)
      }
    },

    /** @param {any} comment @returns {[string, () => any][]} */
    choices({ id, mine, deletable, standing, author }) {
      const guards = this.properties.guards
      const doubted = standing === 'review' || standing === 'risky'
      /** @type {[boolean, string, () => any][]} */
      const all = [
        [mine && standing === 'review', '请人看看', () => this.askReview(id)],
        [mine && standing === 'risky', '请人再看一遍', () => this.setData({ appealing: `/post-comments/${id}/appeal` })],
        [deletable, '删掉这句话', () => this.delete(id)],
        [!mine && Boolean(guards), `不让${author || '这个人'}看我们家`, () => this.block(id, author)],
        [!mine && !doubted, '举报', () => this.setData({ reporting: `/post-comments/${id}/reports` })],
      ]
      return all.filter(([may]) => may).map(([, words, act]) => [words, act])
    },

    /** @param {string} id */
    async delete(id) {
      if (!(await sure('删掉这句话？', '删了就找不回来，别人对它的回复还在。', '删掉'))) return
      await client.remove(`/post-comments/${id}`)
      await this.load()
      this.triggerEvent('said')
    },

    /** @param {string} id @param {string} author */
    async block(id, author) {
      const meaning = '以后看不到我们家晒的，也不能留言。对方不会知道，随时可以在「我的」里放开。'
      if (!(await sure(`把${author || '这个人'}挡在外面？`, meaning, '挡住'))) return
      await client.post(`/families/${this.properties.guards}/blocks`, { post_comment_id: id })
      wx.showToast({ title: '挡住了', icon: 'success' })
      await this.load()
    },

    /** @param {string} id */
    async askReview(id) {
      await client.post(`/post-comments/${id}/review`)
      wx.showToast({ title: '会有人来看，看过了告诉您', icon: 'none' })
    },

    closeSheets() {
      this.setData({ reporting: '', appealing: '' })
    },
  },
})

/** Asked once more, where the words give something away. @param {unknown} error */
async function goesOn(error) {
  if (!(error instanceof Problem) || error.code !== 'privacy.found') return false
  return sure('这样说合适吗？', error.detail, '就这样说')
}

/** @param {any} comment */
function told(comment) {
  return { ...withWords(comment), answers: comment.answers.map(withWords) }
}

/** @param {any} comment */
function withWords(comment) {
  const { mine, standing, gone, said_at: saidAt } = comment
  return { ...comment, when: ago(saidAt), note: mine && !gone ? NOTES[standing] || '' : '' }
}

/** Whether something of one's own is being checked; it is over in a moment. @param {any} comment */
const isWaiting = ({ mine, standing, gone }) => mine && standing === 'pending' && !gone

/** @type {Record<string, string>} */
const NOTES = {
  pending: '正在安全检查，一会儿别人就看得到',
  review: '机器拿不准，暂时只有自己看得到',
  risky: '这句话暂时不能给别人看',
}
