/** What may be put on a page: the family's records, and what it has filed, each page by page. */

const client = require('../../../api/client')
const { closedIn } = require('../../../api/class-schemes')

/**
 * @typedef {object} Thing
 * @property {string} id
 * @property {string} name what it is called in a list
 * @property {string} told when it was, and of whom
 * @property {any} cover a PhotoView, or null
 * @property {string} why it cannot be chosen; empty where it can
 * @property {(string | null | undefined)[]} children of whom it tells, null for the family's own; undefined where that is not known
 */

/** @typedef {Promise<{things: Thing[], next: string}>} Things */

const BEGINNING = 14

/** Those that have passed the check. @param {string} familyId @param {string} cursor @returns {Things} */
async function records(familyId, cursor) {
  const [{ items, next }, childOf] = await Promise.all([
    client.get(`/families/${familyId}/timeline`, { whose: 'all', cursor }),
    childByPerson(familyId),
  ])
  const fit = items.filter((/** @type {any} */ one) => one.standing === 'passed' && !one.draft && !one.unfinished)
  return { things: fit.map((/** @type {any} */ one) => record(one, childOf)), next }
}

/** By what it is called, else by how it begins, else by its day. @param {any} entry @param {Record<string, string | null>} childOf by person @returns {Thing} */
function record(entry, childOf) {
  const { id, title, story, when, age, photos } = entry
  const name = title || story.slice(0, BEGINNING) || when || '没写题目的一条'
  const children = entry.photo_count > photos.length ? [undefined] : childrenIn(entry, childOf)
  return { id, name, told: [when, age].filter(Boolean).join(' · '), cover: photos[0] || null, why: '', children }
}

/** All that she sees of them, also what may not be shown. @param {string} familyId @param {string} cursor @returns {Things} */
async function filed(familyId, cursor) {
  const [{ items, next }, childOf] = await Promise.all([
    client.get(`/families/${familyId}/filed-items`, { cursor }),
    childByPerson(familyId),
  ])
  const versions = [...new Set(items.map((/** @type {any} */ { scheme }) => scheme))]
  const closed = Object.fromEntries(await Promise.all(versions.map(async (one) => [one, await closedIn(one)])))
  const things = items.map((/** @type {any} */ one) => ({
    ...{ id: one.id, name: one.title, told: one.when, cover: one.photos.find((/** @type {any} */ { thumb }) => thumb) || null },
    ...{ why: hindrance(one, closed[one.scheme]), children: childrenIn(one, childOf) },
  }))
  return { things, next }
}

/** @param {string} familyId @returns {Promise<Record<string, string | null>>} */
async function childByPerson(familyId) {
  const { items } = await client.get(`/families/${familyId}/persons`)
  return Object.fromEntries(items.map((/** @type {any} */ { id, student_id: child }) => [id, child]))
}

/** @param {any} item a FiledItemView @param {string[]} closed classes of its scheme */
function hindrance({ class_code: code, open_level: level, standing }, closed) {
  if (closed.includes(code)) return '证件、财产、健康这几类，不放到外面'
  if (level !== 'open') return '先在家庭档案里把它改成「可以展示」'
  if (standing === 'pending') return '还在安全检查，过一会儿再选'
  return standing === 'passed' ? '' : '有的字暂时不能给别人看'
}

/** Whose it is, whom it names, whom its pictures show. @param {any} thing @param {Record<string, string | null>} childOf by person */
function childrenIn({ student_id: own, persons, photos }, childOf) {
  const told = [...persons, ...photos.flatMap((/** @type {any} */ photo) => photo.persons)]
  return [...new Set([own, ...told.map(({ id }) => childOf[id] || null)])]
}

/** By the name under which a part of a page keeps them. @type {Record<string, (familyId: string, cursor: string) => Things>} */
const LISTS = { entries: records, items: filed }

module.exports = { LISTS }
