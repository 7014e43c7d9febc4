/** What this phone's owner may do with an entry; the service decides again when it is done. */

const { decidesIn } = require('../../api/inside')

/**
 * @typedef {object} Rights
 * @property {any | null} family the FamilyView it is of, where one is a member
 * @property {boolean} inside one of the family, or the child itself
 * @property {boolean} decides a guardian of it
 * @property {boolean} changes may change it, and put it into the trash
 * @property {boolean} tells may add a telling of one's own
 */

/**
 * @param {any} entry EntryView
 * @param {import('../../api/home').Home | null} home
 * @returns {Rights}
 */
function rightsTo(entry, home) {
  if (!home) return { family: null, inside: false, decides: false, changes: false, tells: false }
  const child = home.children.find(({ id }) => id === entry.student_id)
  const family = home.account.families.find((/** @type {any} */ { id }) => id === entry.family_id) || null
  const decides = family !== null && decidesIn(home, family.id)
  return {
    ...{ family, inside: Boolean(child || family), decides, changes: decides || entry.mine },
    tells: Boolean(child?.oneself || (family && family.role !== 'viewer')),
  }
}

module.exports = { rightsTo }
