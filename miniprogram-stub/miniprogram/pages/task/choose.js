/** Which of a child's entries answers a task, and whether the class may see it. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { listing } = require('../../look/listing')
const { doingFor } = require('../../look/agreeing')
const { leave } = require('../../look/leaving')

Page(
  screen(
    listing({
      data: { chosen: /** @type {any} */ (null), ofClass: false, oneself: false, busy: false },
      shown: false,

      async prepare() {
        const { children } = await inside()
        const child = children.find(({ id }) => id === this.query.child)
        this.setData({ ofClass: Boolean(this.query.class), oneself: Boolean(child?.oneself) })
        if (this.query.entry) this.setData({ chosen: inWords(await client.get(`/entries/${this.query.entry}`)) })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get(`/students/${this.query.child}/timeline`, { cursor })
        return { items: items.filter((/** @type {any} */ { unfinished }) => !unfinished).map(inWords), next }
      },

      /** @param {any} event */
      choose({ currentTarget }) {
        this.setData({ chosen: this.data.items.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id) })
      },

      close() {
        this.setData({ chosen: null })
      },

      showing() {
        this.shown = true
        return this.answer()
      },

      quietly() {
        this.shown = false
        return this.answer()
      },

      async answer() {
        const { task, child } = this.query
        const body = { entry_id: this.data.chosen.id, shown: this.shown }
        const went = await doingFor(this, child, 'class', () => client.put(`/tasks/${task}/answers/${child}`, body))
        if (!went) return
        wx.showToast({ title: '交好了', icon: 'success' })
        if (this.query.entry) wx.redirectTo({ url: `/pages/task/task?id=${task}` })
        else leave()
      },
    }),
  ),
)

/** @param {any} entry an EntryView */
function inWords(entry) {
  const photo = entry.photos.find((/** @type {any} */ { thumb }) => thumb) || null
  return { ...entry, photo, begins: entry.title || entry.story.slice(0, 40) || `${entry.photo_count}张照片` }
}
