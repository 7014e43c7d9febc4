/** Screens that are only for whoever has signed in on this phone. */

const whose = require('./home')
const { signedOut } = require('./problems')

const GUARDIANS = ['guardian', 'owner']

/**
 * Whose archive this phone is open at. Nobody is signed in by merely opening a screen: a stranger is
 * asked first.
 * @returns {Promise<import('./home').Home>}
 * @throws {import('./problems').Problem} signed out
 */
async function inside() {
  const home = await whose.home()
  if (!home) throw signedOut()
  return home
}

/**
 * Whether the account is one of those who decide in a family.
 * @param {import('./home').Home} home
 * @param {string} familyId
 */
function decidesIn({ account }, familyId) {
  return account.families.some((/** @type {any} */ { id, role }) => id === familyId && GUARDIANS.includes(role))
}

module.exports = { inside, decidesIn, GUARDIANS }
