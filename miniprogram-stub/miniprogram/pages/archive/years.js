/** The years of a family with a cover each. */

const client = require('../../api/client')

const COVERED = 12
const LOOKED_AT = 4
const ALL = { whose: 'all' }

/**
 * @param {string} root `/families/{id}`
 * @returns {Promise<{total: number, years: {year: number, count: number, cover: string, hash: string}[]}>}
 */
async function yearsOf(root) {
  const { items, undated } = await client.get(`${root}/months`, ALL)
  const chosen = await Promise.all(items.slice(0, COVERED).map((/** @type {any} */ year) => coverIn(root, year)))
  const ids = chosen.filter(Boolean).map(({ id }) => id)
  const covers = ids.length ? (await client.get(`${root}/covers`, { ...ALL, entries: ids.join(',') })).items : []
  /** @type {{year: number, count: number, cover: string, hash: string}[]} */
  const years = items.map((/** @type {any} */ { year, count }, /** @type {number} */ at) => {
    const { id = '', hash = '' } = chosen[at] || {}
    return { year, count, hash, cover: covers[ids.indexOf(id)] || '' }
  })
  return { total: years.reduce((sum, { count }) => sum + count, undated), years }
}

/**
 * The latest entry with a picture in the last few months of a year.
 * @param {string} root @param {{year: number, months: {month: number}[]}} year
 * @returns {Promise<{id: string, hash: string} | null>} its id as `covers` takes it
 */
async function coverIn(root, { year, months }) {
  for (const { month } of months.slice(0, LOOKED_AT)) {
    const { ids, media, hashes } = await client.get(`${root}/months/${year}-${String(month).padStart(2, '0')}`, ALL)
    const at = [...media].findIndex((medium) => medium === 'p' || medium === 'v')
    if (at >= 0) return { id: ids.slice(at * 22, at * 22 + 22), hash: hashes[at] || '' }
  }
  return null
}

module.exports = { yearsOf }
