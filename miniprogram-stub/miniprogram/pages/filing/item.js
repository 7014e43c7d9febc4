/** One item of the family's archive: what it is, where it lies, and what may be done with it. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')
const { screen } = require('../../look/screen')
const { levelInWords, retentionInWords } = require('../../words/keeping')

const SOON = 3000
const LOOKS = 20

Page(
  screen({
    data: {
      ...{ item: /** @type {any} */ (null), facts: /** @type {any[]} */ ([]), note: '', busy: false },
      ...{ pictures: /** @type {any[]} */ ([]), sounds: /** @type {any[]} */ ([]) },
    },
    looking: 0,
    looks: LOOKS,

    onHide() {
      clearTimeout(this.looking)
      this.looks = LOOKS
      this.stale = true // it may be changed on the page that comes next
    },

    onUnload() {
      clearTimeout(this.looking)
      this.looks = 0
    },

    async load() {
      await inside()
      const item = await client.get(`/filed-items/${this.query.id}`)
      const sounds = item.photos.filter(isSound)
      const pictures = item.photos.filter((/** @type {any} */ one) => !isSound(one)).map(pictureOf)
      this.setData({ item, facts: factsOf(item), note: noteOn(item), pictures, sounds })
      if (item.standing === 'pending') this.lookAgain()
    },

    /** The check of one's own words takes seconds as a rule. */
    lookAgain() {
      clearTimeout(this.looking)
      if (!this.looks) return
      this.looks -= 1
      this.looking = setTimeout(() => this.refresh(), SOON)
    },

    edit() {
      wx.navigateTo({ url: `/pages/filing/form?id=${this.data.item.id}` })
    },

    openBox() {
      wx.navigateTo({ url: `/pages/filing/box?id=${this.data.item.box_id}` })
    },

    openEntry() {
      wx.navigateTo({ url: `/pages/entry/entry?id=${this.data.item.entry_id}` })
    },

    async takeOut() {
      const told = '家庭档案里就没有这一件了，它的编号也不再给别的用。照片和当天的记录都还在。'
      if (!(await sure('把这一件取出来？', told, '取出来'))) return
      if (!(await doing(this, () => client.remove(`/filed-items/${this.data.item.id}`)))) return
      wx.showToast({ title: '取出来了', icon: 'success' })
      leave()
    },
  }),
)

/** @param {any} photo */
const isSound = ({ medium }) => medium === 'audio'

/** @param {any} photo */
const pictureOf = ({ screen: url, width, height, colour, medium, play }) => ({ url, width, height, colour, film: medium === 'video' ? play : '' })

/** @param {any} item */
function factsOf(item) {
  const names = item.persons.map((/** @type {any} */ { name, relation }) => relation || name).join('、')
  return [
    { name: '什么时候', words: item.when },
    { name: '和谁有关', words: names },
    { name: '哪一类', words: item.class_title },
    { name: '放在哪儿', words: item.location },
    { name: '盒子', words: item.box_number ? `第${item.box_number}号盒` : '' },
    { name: '什么地方', words: item.place },
    { name: '谁做的', words: item.responsible },
    { name: '哪儿来的', words: item.source },
    { name: '谁收的', words: item.catalogued_by },
    { name: '留多久', words: retentionInWords(item.retention) },
    { name: '谁能看', words: levelInWords(item.open_level) },
  ].filter(({ words }) => words)
}

/** What is not checked yet is shown to its author alone. @param {any} item */
function noteOn({ standing }) {
  if (standing === 'passed') return ''
  if (standing === 'pending') return '正在安全检查，一般不到一分钟，家人就能看到。'
  return '有的字暂时不能给别人看，只有您自己看得到。改一改再存，会重新看一遍。'
}
