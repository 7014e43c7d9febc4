/** Whom the family's archive tells of, living or dead, with or without WeChat. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')

Page(
  screen({
    data: { family: /** @type {any} */ (null), persons: /** @type {any[]} */ ([]), may: false },

    onShow() {
      this.stale = true
    },

    async load() {
      const { account, family: looked } = await inside()
      const id = this.query.family || looked?.id
      const { items } = await client.get(`/families/${id}/persons`)
      const family = account.families.find((/** @type {any} */ one) => one.id === id)
      const may = Boolean(family) && family.role !== 'viewer'
      this.setData({ family: family || { id, name: '' }, may, persons: items.map(inWords) })
    },

    add() {
      wx.navigateTo({ url: `/pages/family/person?family=${this.data.family.id}` })
    },

    /** A child's name and birthday are changed where the child is. @param {any} event */
    open({ currentTarget }) {
      const { id, student } = currentTarget.dataset
      const url = student ? `/pages/child/child?id=${student}` : `/pages/family/person?family=${this.data.family.id}&id=${id}`
      wx.navigateTo({ url })
    },
  }),
)

/** @param {any} person a PersonView */
function inWords(person) {
  const { relation, student_id: child, member } = person
  return { ...person, note: child ? '有成长册' : member ? '用微信的家人' : '', called: relation || (child ? '孩子' : '') }
}
