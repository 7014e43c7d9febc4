/** A teacher's own sentences, asked for once until they change. */

const client = require('../../api/client')

/** @type {Promise<any[]> | null} */
let kept = null

/** @returns {Promise<any[]>} PhraseViews */
function phrases() {
  kept ??= client.get('/phrases').then(
    ({ items }) => items,
    (error) => {
      kept = null
      throw error
    },
  )
  return /** @type {Promise<any[]>} */ (kept)
}

/** There are others now. */
function changed() {
  kept = null
}

module.exports = { phrases, changed }
