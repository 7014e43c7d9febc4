/** Who somebody is in a family, and what they may do there, in the family's own words. */

const RELATIONS = ['妈妈', '爸爸', '奶奶', '爷爷', '外婆', '外公', '亲属']

/** What a guardian may make of somebody; the value is the service's. */
const ROLES = [
  { value: 'viewer', label: '只看', means: '能看，能说句话、点个喜欢。' },
  { value: 'contributor', label: '能记', means: '能看，还能记一笔、传照片。' },
  { value: 'guardian', label: '管理', means: '能看、能记，还能邀请家人、决定给谁看、删东西。给孩子的父母。' },
]

/**
 * The role of ROLES that somebody stands at.
 * @param {string} role viewer, contributor, editor, guardian or owner
 */
function standing(role) {
  if (role === 'editor') return 'contributor'
  return role === 'owner' ? 'guardian' : role
}

/** @param {string} role one of ROLES @returns {string} a sentence */
function meaningOf(role) {
  return ROLES.find(({ value }) => value === role)?.means || ''
}

module.exports = { RELATIONS, ROLES, standing, meaningOf }
