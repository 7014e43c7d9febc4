/** The first five minutes: a nickname, a birthday, one consent, and the picker opens. */

const { intent } = require('../../api/intent')
const whose = require('../../api/home')
const { decidesIn } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { iso } = require('../../words/dates')

const RELATIONS = ['妈妈', '爸爸', '奶奶', '爷爷', '外婆', '外公', '亲属']

Page(
  screen({
    data: {
      ...{ nickname: '', birthday: '', relation: '', relations: RELATIONS, today: iso(), ready: false },
      ...{ needsFamily: true, asking: false, busy: false },
      wrong: /** @type {Record<string, string>} */ ({ nickname: '', birth_date: '' }),
    },
    founds: intent(),
    opens: intent(),

    onLoad() {
      this.founds = intent() // another child is another intent
      this.opens = intent()
    },

    async load() {
      const home = await whose.home()
      this.setData({ needsFamily: !ownFamily(home) })
      this.check()
    },

    /** @param {any} event */
    onNickname({ detail }) {
      this.setData({ nickname: detail.value })
      this.check()
    },

    /** @param {any} event */
    onBirthday({ detail }) {
      this.setData({ birthday: detail.value })
      this.check()
    },

    /** @param {any} event */
    onRelation({ currentTarget }) {
      this.setData({ relation: currentTarget.dataset.relation })
      this.check()
    },

    check() {
      const { nickname, birthday, relation, needsFamily } = this.data
      this.setData({ ready: Boolean(nickname.trim() && birthday && (relation || !needsFamily)) })
    },

    ask() {
      if (this.data.ready) this.setData({ asking: true })
    },

    decline() {
      this.setData({ asking: false })
    },

    /** @param {any} event */
    async agree({ detail }) {
      const opens = async () => this.opened(await this.open(detail.version))
      if (!(await doing(this, opens))) this.setData({ asking: false })
    },

    /** @param {any} child */
    opened(child) {
      whose.choose(child)
      wx.setStorageSync('record.first', child.nickname)
      wx.switchTab({ url: '/pages/record/record' })
    },

    /**
     * The family, if there is none yet, and the child's archive: again makes nothing twice.
     * @param {string} version of the consent that was shown
     */
    async open(version) {
      const { nickname, birthday, relation } = this.data
      const home = (await whose.home()) || (await whose.signIn())
      const name = nickname.trim()
      try {
        const family = ownFamily(home) || (await this.founds('/families', { name: `${name}家`, relation }))
        return await this.opens('/students', { family_id: family.id, nickname: name, birth_date: birthday, consent_version: version })
      } finally {
        whose.changed() // both may be there without an answer
      }
    },
  }),
)

/**
 * The family that a child's archive goes into: one that she decides in, as others only let her look.
 * @param {import('../../api/home').Home | null} home
 */
function ownFamily(home) {
  if (!home) return null
  const own = home.account.families.filter((/** @type {any} */ { id }) => decidesIn(home, id))
  return own.find((/** @type {any} */ { id }) => id === home.family?.id) || own[0] || null
}
