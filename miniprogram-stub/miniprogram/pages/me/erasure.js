/** How a deletion stands, and at last its receipt. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { dayInWords } = require('../../words/dates')

const WHAT = /** @type {Record<string, string>} */ ({
  ...{ account: '账号', family: '整个家的档案', student: '孩子的档案' },
  ...{ photos: '回收站里的照片', entry: '回收站里的记录', post: '回收站里晒出的内容' },
})

Page(
  screen({
    data: { erasure: /** @type {any} */ ({ receipt: [] }), busy: false },

    async load() {
      await inside()
      const found = await client.get(`/erasures/${this.query.id}`)
      const { asked_at: asked, due_at: due, done_at: done, purged_at: purged, cancelled } = found
      this.setData({
        erasure: {
          ...{ ...found, what: WHAT[found.kind], waits: !cancelled && !purged },
          ...{ asked: dayInWords(asked), due: dayInWords(due), done: done && dayInWords(done) },
        },
      })
    },

    async callOff() {
      if (!(await doing(this, () => client.remove(`/erasures/${this.data.erasure.id}`)))) return
      wx.showToast({ title: '不删了，都还在', icon: 'none' })
      await this.refresh()
    },
  }),
)
