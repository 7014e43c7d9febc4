/** The terms of these years, as schools count them: September to January, February to August. */

const TERMS = 4

/**
 * The term that is going on and those before it, latest first; then one's own days.
 * @param {Date} [today]
 * @returns {{value: string, label: string, since?: string, until?: string}[]}
 */
function terms(today = new Date()) {
  const found = []
  let { year, autumn } = termOf(today)
  while (found.length < TERMS) {
    found.push(autumn ? autumnOf(year) : springOf(year))
    if (!autumn) year -= 1
    autumn = !autumn
  }
  return [...found, { value: 'own', label: '自己选日子' }]
}

/** @param {Date} day */
function termOf(day) {
  const month = day.getMonth() + 1
  if (month >= 9) return { year: day.getFullYear(), autumn: true }
  return month === 1 ? { year: day.getFullYear() - 1, autumn: true } : { year: day.getFullYear(), autumn: false }
}

/** @param {number} year */
function autumnOf(year) {
  return { value: `${year}-autumn`, label: `${year}年秋季学期`, since: `${year}-09-01`, until: `${year + 1}-01-31` }
}

/** @param {number} year */
function springOf(year) {
  return { value: `${year}-spring`, label: `${year}年春季学期`, since: `${year}-02-01`, until: `${year}-08-31` }
}

module.exports = { terms }
