/** A teacher's own sentences to endorse with. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { changed } = require('../../components/endorsing/phrases')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), words: '', busy: false, wrong: { words: '' } },

    async load() {
      await inside()
      this.setData({ items: (await client.get('/phrases')).items })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value })
    },

    async add() {
      if (!(await doing(this, () => client.post('/phrases', { words: this.data.words.trim() })))) return
      changed()
      this.setData({ words: '' })
      await this.refresh()
    },

    /** @param {any} event */
    async remove({ currentTarget }) {
      if (!(await sure('不要这句了？', '用它写过的评语都留着。', '不要了'))) return
      await doing(this, () => client.remove(`/phrases/${currentTarget.dataset.id}`))
      changed()
      await this.refresh()
    },
  }),
)
