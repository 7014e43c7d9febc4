/** Somebody of the family: who they are in it, what they may do, and how that ends. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside, GUARDIANS } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { RELATIONS, ROLES, standing, meaningOf } = require('../../words/kin')
const { dayInWords } = require('../../words/dates')
const { leave } = require('../../look/leaving')

Page(
  screen({
    data: {
      ...{ family: /** @type {any} */ (null), member: /** @type {any} */ (null), oneself: false, busy: false, since: '' },
      ...{ roles: ROLES, relations: RELATIONS, role: '', means: '', mayChange: false, mayRename: false, mayHandOver: false },
    },

    async load() {
      await inside()
      const { family: familyId, id } = this.query
      const [family, { items }] = await Promise.all([
        client.get(`/families/${familyId}`),
        client.get(`/families/${familyId}/members`),
      ])
      const member = items.find((/** @type {any} */ one) => one.id === id)
      if (!member) throw new Problem({ status: 404, code: 'member.gone', detail: '' })
      const { oneself } = member
      const below = GUARDIANS.includes(family.role) && !GUARDIANS.includes(member.role)
      this.setData({
        ...{ family, member, oneself, since: dayInWords(member.since), role: standing(member.role) },
        ...{ means: meaningOf(standing(member.role)), mayChange: below && !oneself, mayRename: oneself || below },
        mayHandOver: family.role === 'owner' && member.role === 'guardian',
      })
      wx.setNavigationBarTitle({ title: member.nickname || member.relation })
    },

    /** @param {any} event */
    async onRole({ detail }) {
      const { member, role } = this.data
      if (detail.value === role) return
      const { label = '' } = ROLES.find(({ value }) => value === detail.value) || {}
      const asked = detail.value !== 'guardian' || (await sure(`让${member.relation}一起管理？`, '管理人之间不能互相移走，改了就要商量着来。', label))
      if (asked) await this.change({ role: detail.value })
    },

    /** @param {any} event */
    onRelation({ detail }) {
      return this.change({ relation: detail.value })
    },

    /** @param {any} change */
    async change(change) {
      if (await doing(this, () => client.put(`/memberships/${this.query.id}`, change))) whose.changed()
      await this.refresh()
    },

    async takeOut() {
      const { member, family } = this.data
      const told = '马上就看不到家里的东西了。记过的都留着。'
      if (!(await sure(`请${member.nickname || member.relation}离开${family.name}？`, told, '请离开'))) return
      if (await doing(this, () => client.remove(`/memberships/${member.id}`))) leave()
    },

    async handOver() {
      const { member, family } = this.data
      const told = `以后由${member.relation}做${family.name}的主人。您还是管理人，要拿回来得对方交还。`
      if (!(await sure('把这个家交过去？', told, '交过去'))) return
      if (!(await doing(this, () => client.post(`/families/${family.id}/ownership`, { membership_id: member.id })))) return
      whose.changed()
      leave()
    },
  }),
)
