/** What a child's class and the city invite to record these days. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const { screen } = require('../../look/screen')
const { inWords } = require('../../words/tasks')

Page(
  screen({
    data: {
      ...{ children: /** @type {any[]} */ ([]), childId: '', child: /** @type {any} */ (null) },
      ...{ ofClass: /** @type {any[]} */ ([]), themes: /** @type {any[]} */ ([]) },
    },

    onShow() {
      this.stale = true
    },

    async load() {
      const home = await inside()
      const child = home.children.find(({ id }) => id === this.query.child) || (this.query.child ? null : home.child)
      if (!child) throw new Problem({ status: 404, code: 'child.none', detail: '' })
      const [ofClass, themes] = await Promise.all([ofClassOf(child.id), client.get(`/families/${child.family_id}/themes`)])
      this.setData({
        ...{ child, childId: child.id, children: home.children.map(({ id, nickname }) => ({ value: id, label: nickname })) },
        ...{ ofClass: ofClass.map(shown(child)), themes: themes.items.map(shown(child)) },
      })
    },

    /** @param {any} event */
    choose({ detail }) {
      this.query = { child: detail.value }
      return this.refresh()
    },
  }),
)

/** The tasks of the class that the child is in; none where it is in none, or they are not ours to see. @param {string} id */
async function ofClassOf(id) {
  const { items } = await client.get(`/students/${id}/enrolments`)
  const present = items.find((/** @type {any} */ { until, confirmed }) => !until && confirmed)
  if (!present) return []
  try {
    return (await client.get(`/classes/${present.class_id}/tasks`)).items
  } catch (error) {
    if (error instanceof Problem && error.gone) return []
    throw error
  }
}

/** @param {{id: string}} child @returns {(task: any) => any} */
function shown({ id }) {
  return (task) => ({ ...inWords(task), done: task.own.some((/** @type {any} */ { student_id: whom }) => whom === id) })
}
