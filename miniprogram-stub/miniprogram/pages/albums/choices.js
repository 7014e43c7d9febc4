/** What an album may be of: a year, a child, somebody of the family, a class; and several of these. */

const client = require('../../api/client')
const { schemes, closedIn } = require('../../api/class-schemes')

/**
 * @typedef {{value: string, label: string}} Choice
 * @typedef {{year: string, student_id: string, person_id: string, class_code: string, title: string, subtitle: string}} Form
 * @typedef {{years: Choice[], children: Choice[], persons: Choice[], classes: Choice[]}} Choices
 */

/** @type {Form} */
const EMPTY = { year: '', student_id: '', person_id: '', class_code: '', title: '', subtitle: '' }

const LATEST = 12

/**
 * @param {string} familyId @param {any[]} children StudentViews of the family
 * @returns {Promise<Choices>}
 */
async function choicesIn(familyId, children) {
  const root = `/families/${familyId}`
  const [months, persons, archive] = await Promise.all([
    client.get(`${root}/months`, { whose: 'all' }),
    personsOf(familyId),
    client.get(`${root}/archive`),
  ])
  const closed = await closedIn(archive.scheme)
  const held = archive.classes.filter((/** @type {any} */ { code }) => !closed.includes(code))
  return {
    years: months.items.slice(0, LATEST).map((/** @type {any} */ { year }) => yearOf(year)),
    children: children.map(childOf),
    persons,
    classes: held.map((/** @type {any} */ { code, title }) => ({ value: code, label: title })),
  }
}

/** @param {number | string} year */
const yearOf = (year) => ({ value: String(year), label: `${year}年` })

/** @param {any} child a StudentView */
const childOf = ({ id, nickname }) => ({ value: id, label: nickname })

/** As one calls them at home; by name where two are called the same. @param {string} familyId @returns {Promise<Choice[]>} */
async function personsOf(familyId) {
  const { items } = await client.get(`/families/${familyId}/persons`)
  const called = (/** @type {any} */ one) => one.relation || one.name
  const isOnly = (/** @type {any} */ one) => items.filter((/** @type {any} */ other) => called(other) === called(one)).length === 1
  return items.map((/** @type {any} */ one) => ({ value: one.id, label: isOnly(one) ? called(one) : one.name }))
}

/**
 * A form that was kept, without what is not there any more.
 * @param {Form} form @param {Choices} choices
 * @returns {Form}
 */
function stillThere(form, { children, persons, classes }) {
  const kept = (/** @type {string} */ wanted, /** @type {Choice[]} */ there) => (there.some(({ value }) => value === wanted) ? wanted : '')
  return {
    ...form,
    student_id: kept(form.student_id, children),
    person_id: kept(form.person_id, persons),
    class_code: kept(form.class_code, classes),
  }
}

/** As the service takes it: nothing that was left empty. @param {Form} form */
function draftOf({ year, ...others }) {
  const said = Object.fromEntries(Object.entries(others).filter(([, value]) => value))
  return year ? { ...said, year: Number(year) } : said
}

/**
 * What an album is of, in words: 「2020年、小满的记录、有外婆的照片」.
 * @param {{family_id: string, year: number | null, student_id: string | null, person_id: string | null, class_code: string}} album
 * @param {any[]} children StudentViews
 */
async function choiceInWords({ family_id, year, student_id, person_id, class_code }, children) {
  const child = student_id && children.find(({ id }) => id === student_id)
  const person = person_id && (await personsOf(family_id)).find(({ value }) => value === person_id)
  const parts = [
    year ? `${year}年` : '',
    student_id ? `${child ? child.nickname : '孩子'}的记录` : '',
    person_id ? `有${person ? person.label : '这位家人'}的照片` : '',
    class_code ? await classTitle(class_code) : '',
  ]
  return parts.filter(Boolean).join('、')
}

/** @param {string} code of whichever scheme the family had then @returns {Promise<string>} 「业绩类 › 荣誉」, or 「业绩类」 */
async function classTitle(code) {
  const all = (await schemes()).flatMap(({ classes }) => classes)
  const name = (/** @type {string} */ wanted) => all.find((/** @type {any} */ one) => one.code === wanted)?.name
  const own = all.find((/** @type {any} */ one) => one.code === code)
  return [name(own?.parent), own?.name].filter(Boolean).join(' › ')
}

module.exports = { EMPTY, choicesIn, yearOf, stillThere, draftOf, choiceInWords }
