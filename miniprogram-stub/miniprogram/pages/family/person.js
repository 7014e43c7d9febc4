/** Somebody of the family's: name, what the family calls them, when they were born and died. */

const client = require('../../api/client')
const { intent } = require('../../api/intent')
const { inside, decidesIn } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')

Page(
  screen({
    data: {
      ...{ name: '', relation: '', born: '', died: '', passed: false, known: false, member: false, decides: false },
      ...{ busy: false, wrong: { name: '', relation: '', born: '', died: '' } },
    },
    make: intent(),

    onLoad() {
      this.make = intent()
    },

    async load() {
      const home = await inside()
      const { family, id } = this.query
      const { items } = await client.get(`/families/${family}/persons`)
      const decides = decidesIn(home, family)
      this.setData({ decides })
      if (!id) return
      const person = items.find((/** @type {any} */ one) => one.id === id)
      if (!person) throw new Problem({ status: 404, code: 'person.gone', detail: '' })
      const { name, relation, born, died, member } = person
      this.setData({ name, relation, born, died, member, passed: Boolean(died), known: true })
      wx.setNavigationBarTitle({ title: name })
    },

    /** @param {any} event */
    onInput({ currentTarget, detail }) {
      this.setData({ [currentTarget.dataset.field]: detail.value })
    },

    /** @param {any} event */
    onPassed({ detail }) {
      this.setData({ passed: detail.value, ...(detail.value ? {} : { died: '' }) })
    },

    async save() {
      const { name, relation, born, died } = this.data
      const person = { name: name.trim(), relation: relation.trim(), born, died }
      const saved = await doing(this, () => {
        if (this.query.id) return client.put(`/persons/${this.query.id}`, person)
        return this.make(`/families/${this.query.family}/persons`, person)
      })
      if (saved) leave()
    },

    async remove() {
      const told = '照片和故事都留着，只是不再认出是谁。'
      if (!(await sure(`不再记着${this.data.name}？`, told, '去掉'))) return
      if (await doing(this, () => client.remove(`/persons/${this.query.id}`))) leave()
    },
  }),
)
