/** The family's place in the city's programme: its number, and where it lives, as far as it says. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { Problem, say } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

Page(
  screen({
    data: {
      ...{ household: /** @type {any} */ (null), since: '', choosing: false, busy: false },
      ...{ chain: /** @type {any[]} */ ([]), below: /** @type {any[]} */ ([]) },
    },

    async load() {
      await inside()
      const household = await this.present()
      this.setData({ household, since: household && dayInWords(household.since), choosing: false })
    },

    async present() {
      try {
        return await client.get(`/families/${this.query.family}/household`)
      } catch (error) {
        if (!(error instanceof Problem) || !error.gone) throw error
        await client.get(`/families/${this.query.family}`) // gone, too, to whoever is not of the family
        return null
      }
    },

    async choose() {
      try {
        this.setData({ chain: [], below: (await client.get('/regions')).items, choosing: true })
      } catch (error) {
        say(error)
      }
    },

    /** One level down; where there is none the choice is made. @param {any} event */
    async pick({ currentTarget }) {
      const region = this.data.below.find((/** @type {any} */ { id }) => id === currentTarget.dataset.id)
      try {
        const { items } = await client.get('/regions', { parent: region.id })
        this.setData({ chain: [...this.data.chain, region], below: items })
      } catch (error) {
        say(error)
      }
    },

    async join() {
      const { chain } = this.data
      const body = { region_id: chain[chain.length - 1].id }
      if (await doing(this, () => client.post(`/families/${this.query.family}/household`, body))) await this.refresh()
    },

    async leave() {
      const told = '市里就不再算上这一家。编号替您留着，想回来还是它。成长册不受影响。'
      if (!(await sure('不参加了？', told, '不参加'))) return
      await doing(this, () => client.remove(`/families/${this.query.family}/household`))
      await this.refresh()
    },
  }),
)
