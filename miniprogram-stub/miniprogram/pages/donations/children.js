/** Of which children items tell: for each of them a guardian agrees to a donation. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { say } = require('../../api/problems')

/**
 * @typedef {{student: string | null, persons: string[]}} Told of whose archive an item is, and whom it and its pictures show
 */

/** @param {any} item a FiledItemView @returns {Told} */
function toldIn({ student_id: student, persons, photos }) {
  const shown = [...persons, ...photos.flatMap((/** @type {any} */ photo) => photo.persons)]
  return { student, persons: [...new Set(shown.map(({ id }) => id))] }
}

/**
 * The children who are told of, as `obstacles` takes them; all of the family's where that cannot be seen here.
 * @param {string} familyId @param {Told[]} told
 * @returns {Promise<{id: string, name: string}[]>}
 */
async function subjectsOf(familyId, told) {
  const [{ children }, { items: persons }] = await Promise.all([inside(), client.get(`/families/${familyId}/persons`)])
  const shown = new Set(told.flatMap((one) => one.persons))
  const named = persons.filter((/** @type {any} */ { id }) => shown.has(id)).map((/** @type {any} */ one) => one.student_id)
  const ids = new Set([...told.map(({ student }) => student), ...named])
  const own = children.filter(({ family_id: family }) => family === familyId)
  const those = own.filter(({ id }) => ids.has(id))
  return (those.length ? those : own).map(({ id, nickname }) => ({ id, name: nickname }))
}

/**
 * Ask for the yes that a refusal found missing; the page's `obstacles` tell when it was given.
 * @param {{selectComponent: (selector: string) => any}} page
 * @param {unknown} error
 * @param {string} familyId @param {Told[]} told
 */
async function askConsent(page, error, familyId, told) {
  try {
    const subjects = await subjectsOf(familyId, told)
    await page.selectComponent('#obstacles').meet(error, { familyId, subjects, purpose: 'donation', words: '' })
  } catch (trouble) {
    say(trouble)
  }
}

module.exports = { toldIn, askConsent }
