/** A child's booklet, to its teacher: what the class is shown of it, and the teacher's words. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')

Page(
  screen({
    data: {
      ...{ booklet: /** @type {any} */ (null), words: '', mayWrite: false, note: '', busy: false },
      ...{ wrong: { words: '' } },
    },

    async load() {
      await inside()
      this.show(await client.get(`/booklets/${this.query.id}/endorsement`))
    },

    /** @param {any} booklet a ClassBooklet */
    show(booklet) {
      const mayWrite = booklet.state !== 'locked' && (booklet.mine || !booklet.teacher)
      const words = this.data.words || (booklet.mine ? booklet.words : '')
      this.setData({ booklet, mayWrite, words, note: noteOn(booklet) })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value })
    },

    async save() {
      const words = this.data.words.trim()
      await doing(this, async () => this.show(await client.put(`/booklets/${this.query.id}/endorsement`, { words })))
    },
  }),
)

/** @param {any} booklet */
function noteOn({ state, mine, teacher, words_standing: standing }) {
  if (state === 'locked') return '家里已经定稿，不能再改了。'
  if (!teacher) return '家里人和孩子会在手册的最后读到。'
  if (!mine) return `${teacher}写过了。`
  if (standing === 'pending') return '正在安全检查，一会儿家里就能看到。'
  return standing === 'passed' ? '家里看得到了，定稿以前还可以改。' : '这段家里暂时看不到，换个说法试试。'
}
