/** The class schemes: by what a family divides its archive, and which classes are for guardians alone. */

const client = require('./client')

/** @type {Promise<any[]> | null} */
let asked = null

/** All schemes; they never change while the app is open. @returns {Promise<any[]>} */
async function schemes() {
  asked ??= client.get('/class-schemes', {}, { anonymous: true }).then(({ items }) => items)
  try {
    return await asked
  } catch (error) {
    asked = null
    throw error
  }
}

/** The classes that are for guardians alone. @param {string} version @returns {Promise<string[]>} */
async function closedIn(version) {
  const { classes } = (await schemes()).find((one) => one.version === version)
  return classes.filter((/** @type {any} */ { closed }) => closed).map((/** @type {any} */ { code }) => code)
}

module.exports = { schemes, closedIn }
