/** Where somebody may record: children of their families, a child itself, and what is the family's own. */

const VIEWER = 'viewer'

/**
 * @typedef {{key: string, name: string, label: string, familyId: string, child: any | null}} Place
 * `name` is whose day it is; `label` stands on the chip.
 */

/** @param {import('../../api/home').Home | null} home @returns {Place[]} children first */
function placesOf(home) {
  if (!home) return []
  const families = home.account.families.filter((/** @type {any} */ { role }) => role !== VIEWER)
  const isMine = (/** @type {any} */ child) => child.oneself || families.some((/** @type {any} */ { id }) => id === child.family_id)
  return [...home.children.filter(isMine).map(ofChild), ...families.map((/** @type {any} */ family) => ofFamily(family, families))]
}

/** @param {any} child @returns {Place} */
function ofChild(child) {
  return { key: child.id, name: child.nickname, label: child.nickname, familyId: child.family_id, child }
}

/** @param {any} family @param {any[]} families @returns {Place} */
function ofFamily({ id, name }, families) {
  return { key: id, name: '家里', label: families.length > 1 ? `${name}的事` : '家里的事', familyId: id, child: null }
}

/**
 * The one to begin with: whose archive the phone is open at, as far as one may record there.
 * @param {Place[]} places @param {import('../../api/home').Home | null} home
 */
function placeOf(places, home) {
  return places.find(({ key }) => key === home?.child?.id) || places.find(({ key }) => key === home?.family?.id) || places[0] || null
}

module.exports = { placesOf, placeOf }
