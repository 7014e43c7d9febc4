/** The family: who belongs to it, what it is called, and what its guardians decide. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside, GUARDIANS } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')

Page(
  screen({
    data: {
      ...{ family: /** @type {any} */ (null), families: /** @type {any[]} */ ([]), members: /** @type {any[]} */ ([]) },
      ...{ decides: false, household: /** @type {any} */ (null), succession: /** @type {any} */ (null), name: '', renaming: false, busy: false },
      ...{ wrong: { name: '' } },
    },

    onShow() {
      this.stale = true
    },

    async load() {
      const { account, family: looked } = await inside()
      const id = this.query.id || looked?.id
      if (!id) throw new Problem({ status: 404, code: 'family.none', detail: '' })
      const [family, { items }] = await Promise.all([client.get(`/families/${id}`), client.get(`/families/${id}/members`)])
      const decides = GUARDIANS.includes(family.role)
      this.setData({
        ...{ family, families: account.families.map(choiceOf), decides, name: family.name },
        members: items,
        household: decides ? await client.find(`/families/${id}/household`) : null,
        succession: decides ? await client.find(`/families/${id}/succession`) : null,
      })
    },

    /** Look at another family of one's own. @param {any} event */
    look({ detail }) {
      whose.chooseFamily(detail.value)
      this.query = { id: detail.value }
      return this.refresh()
    },

    /** @param {any} event */
    open({ currentTarget }) {
      wx.navigateTo({ url: `/pages/family/member?family=${this.data.family.id}&id=${currentTarget.dataset.id}` })
    },

    invite() {
      wx.navigateTo({ url: `/pages/family/invite?family=${this.data.family.id}` })
    },

    openSuccession() {
      wx.navigateTo({ url: `/pages/family/succession?family=${this.data.family.id}` })
    },

    addChild() {
      whose.chooseFamily(this.data.family.id)
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    rename() {
      this.setData({ renaming: true })
    },

    /** @param {any} event */
    onName({ detail }) {
      this.setData({ name: detail.value })
    },

    async saveName() {
      const { family, name } = this.data
      if (!(await doing(this, () => client.put(`/families/${family.id}`, { name: name.trim() })))) return
      whose.changed()
      this.setData({ renaming: false })
      await this.refresh()
    },

    async disagree() {
      const told = '会先停一停：收回之前，家里谁都不能分享、不能删东西，照常能记能看。别的管理人会收到消息。'
      if (!(await sure('家里意见不一致？', told, '先停一停'))) return
      await doing(this, () => client.post(`/families/${this.data.family.id}/dispute`))
      await this.refresh()
    },

    async agree() {
      if (await doing(this, () => client.remove(`/families/${this.data.family.id}/dispute`))) await this.refresh()
    },

    async leave() {
      const { family } = this.data
      const told = '马上就看不到这个家的东西了。您记的都留在家里。想回来，要家里人再请一次。'
      if (!(await sure(`离开${family.name}？`, told, '离开'))) return
      const { id } = this.data.members.find((/** @type {any} */ { oneself }) => oneself)
      if (!(await doing(this, () => client.remove(`/memberships/${id}`)))) return
      whose.changed()
      wx.reLaunch({ url: '/pages/home/home' })
    },
  }),
)

/** @param {any} family */
const choiceOf = ({ id, name }) => ({ value: id, label: name })
