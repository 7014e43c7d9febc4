/** What a relative sees who was sent a card: what it says, and 加入. Only that tap signs in. */

const client = require('../../api/client')
const { intent } = require('../../api/intent')
const whose = require('../../api/home')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing } = require('../../look/doing')
const { RELATIONS } = require('../../words/kin')

Page(
  screen({
    data: {
      ...{ card: /** @type {any} */ (null), dead: false, relations: RELATIONS, relation: '', busy: false },
      ...{ wrong: { relation: '' } },
    },
    make: intent(),

    onLoad() {
      this.make = intent()
    },

    /** The service tells of a card only whoever has signed in. */
    async load() {
      if (await whose.home()) await this.read()
    },

    async read() {
      try {
        const card = await client.get(`/invitation-codes/${this.query.code}`)
        this.setData({ card, relation: card.relation || '' })
      } catch (error) {
        if (!(error instanceof Problem) || !error.gone) throw error
        this.setData({ dead: true })
      }
    },

    open() {
      return doing(this, async () => {
        await whose.signIn()
        await this.read()
      })
    },

    /** @param {any} event */
    onRelation({ detail }) {
      this.setData({ relation: detail.value })
    },

    async join() {
      await doing(this, async () => {
        const { relation } = this.data
        try {
          const family = await this.make('/memberships', { code: this.query.code, relation })
          await this.enter(family)
        } catch (error) {
          if (!(error instanceof Problem) || !error.gone) throw error
          this.setData({ dead: true })
        }
      })
    },

    /** Look at this family from now on. @param {any} family */
    async enter(family) {
      whose.chooseFamily(family.id)
      const home = await whose.home()
      const child = home?.children.find(({ family_id: of }) => of === family.id)
      if (child) whose.choose(child)
      wx.switchTab({ url: '/pages/home/home' })
    },

    leave() {
      wx.switchTab({ url: '/pages/home/home' })
    },
  }),
)
