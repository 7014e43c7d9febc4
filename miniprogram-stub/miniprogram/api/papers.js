/** What is printed: made when it is asked for, for whoever is signed in. */

const client = require('./client')
const { openPdf } = require('./downloads')
const { Problem } = require('./problems')
const session = require('./session')
const { api } = require('../config')

/**
 * @param {string} path below /api/v1
 * @param {string} name what the reader shows
 * @throws {Problem}
 */
async function openPaper(path, name) {
  const fetch = () => openPdf(api + path, name, { Authorization: `Bearer ${session.token()}` })
  try {
    await fetch()
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    await client.get('/account') // which renews the session
    await fetch()
  }
}

module.exports = { openPaper }
