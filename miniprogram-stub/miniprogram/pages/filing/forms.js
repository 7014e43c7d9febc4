/** What may be said of an item, and how it is sent. */

/**
 * @typedef {object} Form
 * @property {string} class_code
 * @property {string} title
 * @property {string} happened EDTF
 * @property {string[]} person_ids
 * @property {string[]} photo_ids those that the archive has
 * @property {string | null} student_id
 * @property {string | null} entry_id
 * @property {string | null} box_id
 * @property {string} place
 * @property {string} words
 * @property {string} responsible
 * @property {string} source
 * @property {string} location
 * @property {string} retention empty: as its class has it
 * @property {string} open_level empty: as its class has it
 */

/** @type {Form} */
const EMPTY = {
  ...{ class_code: '', title: '', happened: '', person_ids: [], photo_ids: [], student_id: null, entry_id: null },
  ...{ box_id: null, place: '', words: '', responsible: '', source: '', location: '', retention: '', open_level: '' },
}

/** What a change of an item may say; the rest of it is so for good. */
const CHANGEABLE = [
  ...['class_code', 'title', 'happened', 'person_ids', 'photo_ids', 'box_id', 'place', 'words'],
  ...['responsible', 'source', 'location', 'open_level'],
]

/** Of a suggestion: what it has, with the empty fields of a form. @param {any} suggestion @returns {Form} */
function formOfEntry({ class_code, title, happened, person_ids, photo_ids, student_id, entry_id, place, words, open_level }) {
  return { ...EMPTY, class_code, title, happened, person_ids, photo_ids, student_id, entry_id, place, words, open_level }
}

/** @param {any} item FiledItemView @returns {Form} */
function formOfItem(item) {
  const { persons, photos, ...said } = item
  const known = Object.fromEntries(Object.keys(EMPTY).filter((field) => field in said).map((field) => [field, said[field]]))
  const ids = (/** @type {any[]} */ all) => all.map(({ id }) => id)
  return { ...EMPTY, ...known, person_ids: ids(persons), photo_ids: ids(photos) }
}

/**
 * As `POST /filed-items` takes it: what was left empty is left to the service.
 * @param {Form} form @param {string} familyId
 */
function draftOf(form, familyId) {
  const given = Object.entries(form).filter(([, value]) => value !== '' && value !== null)
  return { family_id: familyId, ...Object.fromEntries(given) }
}

/**
 * As `PUT /filed-items/{id}` takes it: only what is otherwise than in `base`.
 * @param {Form} form @param {Form} base
 */
function changesOf(form, base) {
  const said = /** @type {Record<string, any>} */ (form)
  const before = /** @type {Record<string, any>} */ (base)
  const other = CHANGEABLE.filter((field) => JSON.stringify(said[field]) !== JSON.stringify(before[field]))
  return Object.fromEntries(other.map((field) => [field, said[field]]))
}

module.exports = { EMPTY, formOfEntry, formOfItem, draftOf, changesOf }
