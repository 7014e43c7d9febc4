/** Cards for relatives: made, handed on in WeChat, and ended. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { RELATIONS, ROLES, meaningOf } = require('../../words/kin')
const { dayInWords } = require('../../words/dates')

const ANYBODY = '不写明'

Page(
  screen({
    data: {
      ...{ family: /** @type {any} */ (null), items: /** @type {any[]} */ ([]), made: /** @type {any} */ (null), busy: false },
      ...{ relations: [...RELATIONS, ANYBODY], relation: '', role: 'contributor', means: meaningOf('contributor') },
      ...{ roles: ROLES.filter(({ value }) => value !== 'guardian'), uses: 1 },
    },

    async load() {
      await inside()
      const open = await client.get(`/families/${this.query.family}/invitations`) // first: it says who may
      const family = await client.get(`/families/${this.query.family}`)
      this.setData({ family, items: open.items.map(inWords) })
    },

    /** @param {any} event */
    onRelation({ detail }) {
      this.setData({ relation: detail.value, made: null })
    },

    /** @param {any} event */
    onRole({ detail }) {
      this.setData({ role: detail.value, means: meaningOf(detail.value), made: null })
    },

    more() {
      this.setData({ uses: Math.min(this.data.uses + 1, 20), made: null })
    },

    fewer() {
      this.setData({ uses: Math.max(this.data.uses - 1, 1), made: null })
    },

    async make() {
      const { relation, role, uses } = this.data
      const draft = { role, uses, relation: relation === ANYBODY ? null : relation }
      const made = await doing(this, async () => {
        this.setData({ made: inWords(await client.post(`/families/${this.query.family}/invitations`, draft)) })
      })
      if (made) await this.refresh()
    },

    /** @param {any} event */
    async end({ currentTarget }) {
      if (!(await sure('收回这张请柬？', '还没进来的人就打不开它了。', '收回'))) return
      await doing(this, () => client.remove(`/invitations/${currentTarget.dataset.id}`))
      this.setData({ made: null })
      await this.refresh()
    },

    /** The card of the button that was tapped. @param {any} event */
    onShareAppMessage({ target }) {
      const { family, items, made } = this.data
      const card = items.find((/** @type {any} */ { id }) => id === target?.dataset.id) || made || items.find((/** @type {any} */ { code }) => code)
      const whom = card?.relation ? `请${card.relation}` : '请你'
      return { title: `${whom}来看${family.name}的成长册`, path: `/pages/family/join?code=${card?.code || ''}` }
    },
  }),
)

/** @param {any} card an InvitationView */
function inWords(card) {
  const whom = card.relation || '没写明给谁'
  return { ...card, whom, until: `${dayInWords(card.expires_at)}前有效`, left: card.uses_left > 1 ? `还能进${card.uses_left}位` : '' }
}
