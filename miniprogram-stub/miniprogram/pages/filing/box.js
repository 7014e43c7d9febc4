/** One box and what is in it; its label's code leads here, too. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { openPaper } = require('../../api/papers')
const { doing, sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')

Page(
  screen(
    listing({
      data: {
        ...{ box: /** @type {any} */ (null), mayFile: false, changing: false, busy: false },
        ...{ form: { title: '', location: '' }, wrong: { title: '', location: '' } },
      },

      onHide() {
        this.stale = true
      },

      async prepare() {
        const home = await inside()
        const box = await client.get(`/boxes/${this.query.id || idOf(this.query.scene)}`)
        const family = home.account.families.find((/** @type {any} */ { id }) => id === box.family_id)
        this.setData({ box, mayFile: family?.role !== 'viewer' })
      },

      /** @param {string} cursor */
      page(cursor) {
        const { box } = this.data
        return client.get(`/families/${box.family_id}/filed-items`, { box_id: box.id, cursor })
      },

      file() {
        const { box } = this.data
        wx.navigateTo({ url: `/pages/filing/form?family=${box.family_id}&box=${box.id}` })
      },

      openLabel() {
        const { box } = this.data
        return doing(this, () => openPaper(`/boxes/${box.id}/label.pdf`, `${box.number}号盒.pdf`))
      },

      openList() {
        const { box } = this.data
        return doing(this, () => openPaper(`/boxes/${box.id}/catalogue.pdf`, `${box.number}号盒里有什么.pdf`))
      },

      change() {
        const { title, location } = this.data.box
        this.setData({ changing: true, form: { title, location } })
      },

      keepAsIs() {
        this.setData({ changing: false })
      },

      /** @param {any} event */
      onInput({ currentTarget, detail }) {
        this.setData({ form: { ...this.data.form, [currentTarget.dataset.field]: detail.value } })
      },

      async save() {
        const { box, form } = this.data
        const saved = await doing(this, async () => this.setData({ box: await client.put(`/boxes/${box.id}`, form) }))
        if (saved) this.setData({ changing: false })
      },

      async putAway() {
        if (!(await sure('不要这个盒子了？', '空盒子才能不要。它的号不会再给别的盒子。', '不要了'))) return
        if (await doing(this, () => client.remove(`/boxes/${this.data.box.id}`))) leave()
      },
    }),
  ),
)

/** A label's scene is the id without its hyphens. @param {string} [scene] */
function idOf(scene = '') {
  return scene.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
