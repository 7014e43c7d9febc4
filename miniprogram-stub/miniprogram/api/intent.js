/** Making one thing, however often it is tried. */

const client = require('./client')
const { Problem } = require('./problems')

/**
 * A creating request that keeps its key while nothing came back, so that it makes nothing twice; what
 * is sent after a refusal says something else, and so has another.
 * @returns {(path: string, data?: any) => Promise<any>}
 */
function intent() {
  let key = client.newKey()
  return async (path, data) => {
    try {
      return await client.post(path, data, { key })
    } catch (error) {
      if (!(error instanceof Problem) || !error.passing) key = client.newKey()
      throw error
    }
  }
}

module.exports = { intent }
