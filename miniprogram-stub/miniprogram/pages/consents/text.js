/** One consent, the whole text; to be read by everybody. */

const { textOf } = require('../../api/consents')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')

const PARTS = [
  ...[['scope', '处理什么，怎么处理'], ['necessity', '为什么需要'], ['impact', '对孩子有什么影响']],
  ...[['recipients', '谁会看到或收到'], ['retention', '保存多久'], ['withdrawing', '怎么收回']],
]

Page(
  screen({
    data: { text: /** @type {any} */ ({ lines: [] }), parts: /** @type {{heading: string, words: string}[]} */ ([]) },

    async load() {
      const text = await textOf(this.query.purpose)
      if (!text) throw new Problem({ status: 404, code: 'unknown', detail: '' })
      this.setData({ text, parts: PARTS.map(([part, heading]) => ({ heading, words: text[part] })) })
    },
  }),
)
