/** One booklet: choosing, the child's yes, the teacher's words, locking it, and its PDF. */

const client = require('../../api/client')
const { openPdf } = require('../../api/downloads')
const { inside, decidesIn } = require('../../api/inside')
const { Problem, say } = require('../../api/problems')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { stateInWords } = require('./booklet-words')
const { leave } = require('../../look/leaving')

const SOON = 2000

Page(
  screen({
    data: {
      ...{ booklet: /** @type {any} */ (null), child: /** @type {any} */ (null), decides: false, stateWords: '' },
      ...{ choosing: false, adding: false, busy: false, opening: false, title: '' },
      ...{ wrong: { title: '' } },
    },
    looking: 0,

    onHide() {
      clearTimeout(this.looking)
      this.stale = true
    },

    onUnload() {
      clearTimeout(this.looking)
    },

    async load() {
      const [home, booklet] = await Promise.all([inside(), client.get(`/booklets/${this.query.id}`)])
      const child = home.children.find(({ id }) => id === booklet.student_id) || null
      this.setData({ child, decides: Boolean(child && decidesIn(home, child.family_id)), title: booklet.title })
      this.show(booklet)
    },

    /** @param {any} booklet a BookletView */
    show(booklet) {
      this.setData({ booklet, stateWords: stateInWords(booklet), choosing: booklet.state === 'choosing' && this.data.decides })
      clearTimeout(this.looking)
      if (booklet.state === 'locked' && !booklet.ready) this.looking = setTimeout(() => this.refresh(), SOON)
    },

    /**
     * Take a step; the service answers with the booklet as it is then. Where it was changed
     * meanwhile, the present one is shown beside what went wrong.
     * @param {'post' | 'put' | 'patch' | 'remove'} method @param {string} step @param {any} [body]
     */
    async step(method, step, body) {
      const path = `/booklets/${this.query.id}${step}`
      const ask = { post: client.post, put: client.put, patch: client.patch, remove: client.remove }[method]
      return doing(this, async () => {
        try {
          this.show(await ask(path, body))
        } catch (error) {
          if (error instanceof Problem && error.status === 409) await this.refresh()
          throw error
        }
      })
    },

    /** @param {any} event */
    onTitle({ detail }) {
      this.setData({ title: detail.value })
    },

    rename() {
      const { title, booklet } = this.data
      return title.trim() && title !== booklet.title ? this.step('patch', '', { title }) : undefined
    },

    /** @param {any[]} entries what it is to hold, shown at once */
    async choose(entries) {
      const { booklet } = this.data
      this.setData({ booklet: { ...booklet, entries } })
      const went = await this.step('patch', '', { entry_ids: entries.map(({ id }) => id) })
      if (!went) this.setData({ booklet })
    },

    /** @param {any} event */
    takeOut({ currentTarget }) {
      return this.choose(this.data.booklet.entries.filter((/** @type {any} */ { id }) => id !== currentTarget.dataset.id))
    },

    /** @param {any} event */
    moveUp({ currentTarget }) {
      const entries = [...this.data.booklet.entries]
      const [moved] = entries.splice(currentTarget.dataset.at, 1)
      entries.splice(currentTarget.dataset.at - 1, 0, moved)
      return this.choose(entries)
    },

    openMore() {
      this.setData({ adding: true })
    },

    closeMore() {
      this.setData({ adding: false })
    },

    /** @param {any} event */
    add({ detail }) {
      return this.choose([...this.data.booklet.entries, detail.entry])
    },

    askChild() {
      return this.step('post', '/request')
    },

    confirm() {
      const { booklet, child } = this.data
      return this.step('post', '/confirmation', { choice: booklet.choice, together: !child?.oneself })
    },

    send() {
      return this.step('put', '/school')
    },

    takeBack() {
      return this.step('remove', '/school')
    },

    async lock() {
      if (await sure('就这样定下来？', '定下来就去排版，里面的内容不能再改。想改可以另做一本。', '定下来')) await this.step('post', '/lock')
    },

    async openPdf() {
      this.setData({ opening: true })
      try {
        const { url, name } = await client.get(`/booklets/${this.query.id}/pdf`)
        await openPdf(url, name)
      } catch (error) {
        say(error)
      } finally {
        this.setData({ opening: false })
      }
    },

    async discard() {
      if (!(await sure('不要这一本了？', '这一本和排好的文件都找不回来；里面的记录都还在。', '不要了'))) return
      if (await doing(this, () => client.remove(`/booklets/${this.query.id}`))) leave()
    },

    /** @param {any} event */
    read({ currentTarget }) {
      wx.navigateTo({ url: `/pages/entry/entry?id=${currentTarget.dataset.id}` })
    },
  }),
)
