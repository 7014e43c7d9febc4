/** Something on its way into the family's archive, by the same queue as what is recorded. */

const client = require('../api/client')
const drafts = require('./drafts')

/** Photos are read within seconds of their arrival; until then nothing can be made of them. */
const NOT_READ = 'photo.not_ready'

/**
 * What is filed, or said otherwise of what was filed before.
 * @typedef {object} Filing
 * @property {string} from the query with which its form is opened: one draft for each
 * @property {string} item the id of the item that is changed; empty: a new one
 * @property {number} version of the item as she saw it
 * @property {any} base what the form was filled with
 * @property {any} form what it says now
 * @property {any} body as the service takes it, once she is done
 * @property {Record<string, string>} wrong what the service says of each field
 */

/**
 * Tell the archive of it; again is safe.
 * @param {import('./drafts').Draft} draft
 * @param {string[]} arrived the ids of the photos that came along
 * @throws {import('../api/problems').Problem}
 */
async function fileItem(draft, arrived) {
  const { item, body } = /** @type {Filing} */ (draft.filing)
  const filed = draft.posted || (arrived.length ? { ...body, photo_ids: [...(body.photo_ids || []), ...arrived] } : body)
  drafts.edit(draft.id, (kept) => Object.assign(kept, { posted: filed }))
  const { id } = item
    ? await client.put(`/filed-items/${item}`, filed, { as: draft.by })
    : await client.post('/filed-items', filed, { key: draft.id, as: draft.by })
  drafts.edit(draft.id, (kept) => {
    kept.entryId = id
    drafts.release(kept, filed.photo_ids || [])
  })
}

/** Of one in a list, `photo_ids[2]`, it is said of the list. @param {import('./drafts').Draft} draft @param {import('../api/problems').Problem} problem */
function noteWrong({ filing }, { errors }) {
  if (filing) filing.wrong = Object.fromEntries(errors.map(({ path, detail }) => [path.replace(/\[.*/, ''), detail]))
}

module.exports = { NOT_READ, fileItem, noteWrong }
