/** Making one thing, however often it is tried. */

const client = require('./client')
const { Problem } = require('./problems')

/**
 * A creating request that keeps its key while it says the same, so that it makes nothing twice though
 * nothing came back; what says something else, or comes after a refusal, has another.
 * @returns {(path: string, data?: any) => Promise<any>}
 */
function intent() {
  let key = ''
  let keyed = ''
  return async (path, data) => {
    const said = JSON.stringify([path, data])
    if (said !== keyed) key = client.newKey()
    keyed = said
    try {
      return await client.post(path, data, { key })
    } catch (error) {
      if (!(error instanceof Problem) || !error.passing) keyed = ''
      throw error
    }
  }
}

module.exports = { intent }
