/** One printed album: what stands on its cover, how far it is, its PDF, and its end. */

const client = require('../../api/client')
const { openPdf } = require('../../api/downloads')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')
const { screen } = require('../../look/screen')
const { dayInWords, iso } = require('../../words/dates')
const { sizeOf } = require('../../words/sizes')
const { choiceInWords } = require('./choices')
const { watching, isUnderWay, stateInWords } = require('./watching')

Page(
  screen({
    ...watching,
    data: {
      ...{ album: /** @type {any} */ (null), underWay: false, stateWords: '', facts: /** @type {any[]} */ ([]) },
      ...{ mine: false, choice: '', busy: false },
    },

    async load() {
      const { account, children } = await inside()
      const album = await client.get(`/printed-albums/${this.query.id}`)
      this.setData({ mine: album.asked_by === account.id, choice: await choiceInWords(album, children) })
      this.show(album)
    },

    async look() {
      this.show(await client.get(`/printed-albums/${this.query.id}`))
    },

    /** @param {any} album an AlbumView */
    show(album) {
      const { mine, choice } = this.data
      this.setData({ album, underWay: isUnderWay(album), stateWords: stateInWords(album), facts: factsOf(album, mine, choice) })
      this.watch([album])
    },

    open() {
      return doing(this, async () => {
        const { url, name } = await client.get(`/printed-albums/${this.query.id}/pdf`)
        await openPdf(url, name)
      })
    },

    async discard() {
      const meaning = this.data.underWay ? '不印了，照片都还在。想要可以再印。' : '这一本找不回来，照片都还在。已经存下、发出去的收不回。'
      if (!(await sure('不要这一本了？', meaning, '不要了'))) return
      if (await doing(this, () => client.remove(`/printed-albums/${this.query.id}`))) leave()
    },
  }),
)

/** @param {any} album @param {boolean} mine @param {string} choice */
function factsOf({ photos, pages, bytes, asked_at: asked }, mine, choice) {
  return [
    { name: '选的是', words: choice },
    { name: '有多少', words: `${photos}张照片${pages ? `，${pages}页` : ''}` },
    { name: '有多大', words: bytes ? sizeOf(bytes) : '' },
    { name: '谁印的', words: `${mine ? '您' : '家里人'}，${dayInWords(iso(new Date(asked)))}` },
    { name: '谁能打开', words: mine ? '您和家里的管理人。别的家人想看，您发给他们。' : '印这一本的家人，和家里的管理人。' },
  ].filter(({ words }) => words)
}
