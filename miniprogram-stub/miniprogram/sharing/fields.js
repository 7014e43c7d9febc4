/** What was not taken, by the field on the screen: of a list as a whole, not of its third part. */

const { wrongOf: byPath } = require('../look/doing')

/** @param {unknown} error @returns {Record<string, string>} */
function wrongOf(error) {
  const found = Object.entries(byPath(error)).map(([path, words]) => [path.replace(/[[.].*/, ''), words])
  return Object.fromEntries(found)
}

module.exports = { wrongOf }
