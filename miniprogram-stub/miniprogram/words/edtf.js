/** Days as exactly as one remembers them: EDTF in parts, and back. The service says them in words. */

/**
 * How exactly a day is known: a day, a month, a season, a year, a decade, a while between two
 * (which is kept as it is), or not at all.
 * @typedef {'day' | 'month' | 'season' | 'year' | 'decade' | 'while' | ''} Exactness
 * @typedef {{exactness: Exactness, value: string, about: boolean}} Said
 */

const SEASONS = [
  { key: '21', words: '春天' },
  { key: '22', words: '夏天' },
  { key: '23', words: '秋天' },
  { key: '24', words: '冬天' },
]

/** @type {[Exactness, RegExp][]} */
const FORMS = [
  ['day', /^\d{4}-\d\d-\d\d$/],
  ['season', /^\d{4}-2[1-4]$/],
  ['month', /^\d{4}-\d\d$/],
  ['year', /^\d{4}$/],
  ['decade', /^\d{3}X$/],
]

/**
 * @param {string} edtf such as 2016-05-01, 1986-22~, 198X or empty
 * @returns {Said}
 */
function read(edtf) {
  const about = /[~?]$/.test(edtf)
  const value = about ? edtf.slice(0, -1) : edtf
  const form = FORMS.find(([, pattern]) => pattern.test(value))
  if (form) return { exactness: form[0], value, about }
  return { exactness: edtf ? 'while' : '', value: edtf, about: false }
}

/** @param {Said} said @returns {string} EDTF */
function written({ exactness, value, about }) {
  return value && about && exactness !== 'while' ? `${value}~` : value
}

/**
 * What was chosen here and has not been to the service yet, as one says it.
 * @param {string} edtf
 */
function inWords(edtf) {
  const { exactness, value, about } = read(edtf)
  const [year, month, day] = value.split('-')
  const season = SEASONS.find(({ key }) => key === month)
  const said = {
    day: `${year}年${Number(month)}月${Number(day)}日`,
    month: `${year}年${Number(month)}月`,
    season: `${year}年${season?.words || ''}`,
    year: `${year}年`,
    decade: `${value.slice(0, 3)}0年代`,
    while: value.replace('/', '到'),
    '': '',
  }[exactness]
  return about && said ? `大概${said}` : said
}

module.exports = { SEASONS, read, written, inWords }
