/** What is printed of the archive: made when it is asked for, for whoever is signed in. */

const client = require('../../api/client')
const { openPdf } = require('../../api/downloads')
const { Problem } = require('../../api/problems')
const session = require('../../api/session')
const { api } = require('../../config')

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
