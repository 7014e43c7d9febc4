/** A teacher opens a task for a class, or says an open one otherwise. */

const client = require('../../api/client')
const { intent } = require('../../api/intent')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')
const { iso } = require('../../words/dates')
const { leave } = require('../../look/leaving')

const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000

Page(
  screen({
    data: {
      ...{ title: '', words: '', since: iso(), until: iso(new Date(Date.now() + TWO_WEEKS)), today: iso(), known: false },
      ...{ themes: /** @type {any[]} */ ([]), themeId: '', busy: false, wrong: { title: '', words: '', since: '', until: '' } },
    },
    make: intent(),

    onLoad() {
      this.make = intent()
    },

    async load() {
      await inside()
      const { id, class: ofClass } = this.query
      if (id) {
        const { title, words, since, until } = await client.get(`/tasks/${id}`)
        return this.setData({ title, words, since, until, known: true })
      }
      const { items } = await client.get(`/classes/${ofClass}/themes`)
      this.setData({ themes: items.map((/** @type {any} */ one) => ({ ...one, value: one.id, label: one.title })) })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.setData({ [currentTarget.dataset.field]: detail.value })
    },

    /** Take up what the city invites to; the words may be put otherwise. @param {any} event */
    onTheme({ detail }) {
      const { themes, themeId } = this.data
      const [before, theme] = [themeId, detail.value].map((wanted) => themes.find((/** @type {any} */ { id }) => id === wanted))
      const put = (/** @type {'title' | 'words'} */ field) => {
        const said = this.data[field]
        return said && said !== before?.[field] ? said : theme[field]
      }
      this.setData({ themeId: theme.id, title: put('title'), words: put('words') })
    },

    async save() {
      const { title, words, since, until, themeId } = this.data
      const said = { title: title.trim(), words: words.trim(), until }
      const saved = await doing(this, () => {
        if (this.query.id) return client.put(`/tasks/${this.query.id}`, said)
        return this.make(`/classes/${this.query.class}/tasks`, { ...said, since, theme_id: themeId || null })
      })
      if (saved) leave()
    },
  }),
)
