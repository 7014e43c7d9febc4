/** What may be said otherwise of an entry, and what was typed and is not saved yet. */

const session = require('../../api/session')

/**
 * @typedef {object} Form
 * @property {string} title
 * @property {string} story
 * @property {string} happened EDTF
 * @property {string} place
 * @property {string} milestone
 * @property {string | null} dimension
 * @property {string} audience
 * @property {string[]} person_ids
 */

/** @type {Record<keyof Form, string>} */
const NAMES = {
  ...{ title: '题目', story: '写的话', happened: '日子', place: '地方', milestone: '第一次' },
  ...{ dimension: '哪方面', audience: '谁看得到', person_ids: '有谁' },
}

/** @param {any} entry EntryView @returns {Form} */
function formOf({ title, story, happened, place, milestone, dimension, audience, persons }) {
  const ids = persons.map((/** @type {any} */ { id }) => id)
  return { title, story, happened, place, milestone, dimension, audience, person_ids: ids }
}

/**
 * The fields that are otherwise in `form` than in `base`.
 * @param {Form} base @param {Form} form
 * @returns {Partial<Form>}
 */
function changes(base, form) {
  const fields = /** @type {(keyof Form)[]} */ (Object.keys(base))
  return Object.fromEntries(fields.filter((field) => !same(base[field], form[field])).map((field) => [field, form[field]]))
}

/** @param {any} one @param {any} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/** @param {Partial<Form>} changed @returns {string} their names, as one says them */
function named(changed) {
  return /** @type {(keyof Form)[]} */ (Object.keys(changed)).map((field) => NAMES[field]).join('、')
}

/** @param {string} id */
const placeOf = (id) => `entry.edit.${session.account()}.${id}`

/** @param {string} id @returns {Partial<Form>} what was typed and not saved */
const kept = (id) => wx.getStorageSync(placeOf(id)) || {}

/** @param {string} id @param {Partial<Form>} changed */
function keep(id, changed) {
  if (Object.keys(changed).length) wx.setStorageSync(placeOf(id), changed)
  else wx.removeStorageSync(placeOf(id))
}

module.exports = { formOf, changes, named, kept, keep }
