/** One booklet: choosing, the child's yes, the teacher's words, locking it, and its PDF. */

const client = require('../../api/client')
const { openPdf } = require('../../api/downloads')
const { inside, decidesIn } = require('../../api/inside')
const { Problem, say } = require('../../api/problems')
const { doingFor } = require('../../look/agreeing')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { soon } = require('../../look/soon')
const { stateInWords } = require('./booklet-words')
const { leave } = require('../../look/leaving')

Page(
  screen({
    ...soon,
    data: {
      ...{ booklet: /** @type {any} */ (null), child: /** @type {any} */ (null), decides: false, stateWords: '' },
      ...{ choosing: false, adding: false, busy: false, opening: false, title: '' },
      ...{ wrong: { title: '' } },
    },
    known: /** @type {any} */ (null),
    wanted: /** @type {any} */ (null),

    async load() {
      const [home, booklet] = await Promise.all([inside(), client.get(`/booklets/${this.query.id}`)])
      const child = home.children.find(({ id }) => id === booklet.student_id) || null
      this.setData({ child, decides: Boolean(child && decidesIn(home, child.family_id)), title: booklet.title })
      this.show(booklet)
    },

    /** What was chosen and is not sent yet stays. @param {any} known a BookletView */
    show(known) {
      this.known = known
      const booklet = this.wanted ? { ...known, entries: this.wanted } : known
      this.setData({ booklet, stateWords: stateInWords(booklet), choosing: booklet.state === 'choosing' && this.data.decides })
      this.follow(booklet.state === 'locked' && !booklet.ready)
    },

    /**
     * Take a step; the service answers with the booklet as it is then. Where it was changed
     * meanwhile, the present one is shown beside what went wrong.
     * @param {'post' | 'put' | 'remove'} method @param {string} step @param {any} [body]
     */
    async step(method, step, body) {
      const path = `/booklets/${this.query.id}${step}`
      const ask = { post: client.post, put: client.put, remove: client.remove }[method]
      const went = await doingFor(this, this.known.student_id, step === '/school' ? 'class' : 'archive', async () => {
        try {
          this.show(await ask(path, body))
        } catch (error) {
          if (error instanceof Problem && error.status === 409) await this.refresh()
          throw error
        }
      })
      await this.sendChoice()
      return went
    },

    /** @param {any} event */
    onTitle({ detail }) {
      this.setData({ title: detail.value })
    },

    rename() {
      const { title, booklet } = this.data
      return title.trim() && title !== booklet.title ? this.step('put', '', { title }) : undefined
    },

    /** Of quick taps the last counts: it waits for what is under way. @param {any[]} entries what it is to hold, shown at once */
    async choose(entries) {
      this.wanted = entries
      this.show(this.known)
      await this.sendChoice()
    },

    async sendChoice() {
      if (this.data.busy || !this.wanted) return
      const ids = this.wanted.map((/** @type {any} */ { id }) => id)
      this.wanted = null
      const went = await this.step('put', '', { entry_ids: ids })
      if (!went) this.show(this.known)
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
