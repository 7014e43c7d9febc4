/** Taking over a family whose owner is out of reach: asked for here, shown at the archive's counter. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

Page(
  screen({
    data: {
      ...{ family: /** @type {any} */ (null), household: /** @type {any} */ (null), asked: /** @type {any} */ (null) },
      ...{ since: '', due: '', busy: false },
    },

    async load() {
      await inside()
      const path = `/families/${this.query.family}`
      const family = await client.get(path)
      const [household, asked] = await Promise.all([client.find(`${path}/household`), client.find(`${path}/succession`)])
      const days = asked && { since: dayInWords(asked.asked_at), due: asked.due_at ? dayInWords(asked.due_at) : '' }
      this.setData({ family, household, asked, ...days })
    },

    async ask() {
      const told = '家里的管理人和原来的主人都会收到消息。主人不同意，点一下就停；主人还在用，也会停。'
      if (!(await sure('申请接手这个家？', told, '申请'))) return
      await doing(this, () => client.post(`/families/${this.query.family}/succession`))
      await this.refresh()
    },

    async takeBack() {
      if (await sure('收回申请？', '家的主人不变。', '收回')) await this.end()
    },

    async end() {
      if (!(await doing(this, () => client.remove(`/families/${this.query.family}/succession`)))) return
      whose.changed()
      await this.refresh()
    },
  }),
)
