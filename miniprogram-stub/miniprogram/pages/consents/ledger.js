/** The ledger of consents in words: what holds for whom, and what was. */

const { dayInWords } = require('../../words/dates')

/** @param {any[]} texts @returns {Record<string, string>} the title of each purpose */
function titlesOf(texts) {
  return Object.fromEntries(texts.map(({ purpose, title }) => [purpose, title]))
}

/**
 * What holds, once for each purpose and child: two parents may both have agreed.
 * @param {any[]} consents ConsentViews, newest first
 * @param {any[]} children
 * @param {Record<string, string>} titles
 * @returns {{label: string, items: any[]}[]} by child, what is the whole family's last
 */
function heldBy(consents, children, titles) {
  const whom = [...children.map(({ id, nickname }) => ({ id, label: nickname })), { id: null, label: '家里的' }]
  return whom
    .map(({ id, label }) => ({ label, items: once(consents.filter(({ student_id: of }) => of === id), titles) }))
    .filter(({ items }) => items.length)
}

/** @param {any[]} consents @param {Record<string, string>} titles */
function once(consents, titles) {
  const seen = new Set()
  return consents
    .filter(({ purpose }) => !seen.has(purpose) && seen.add(purpose))
    .map((one) => ({ ...one, title: titles[one.purpose], day: dayInWords(one.granted_at) }))
}

/**
 * @param {any[]} events ConsentEvents, latest first
 * @param {any[]} children
 * @param {Record<string, string>} titles
 * @returns {{key: string, words: string, day: string}[]}
 */
function eventsOf(events, children, titles) {
  const names = Object.fromEntries(children.map(({ id, nickname }) => [id, nickname]))
  return events.map(({ consent_id: id, event, at, who, purpose, student_id: child }) => ({
    key: `${id}/${event}`,
    words: `${who}${event === 'granted' ? '同意了' : '收回了'}「${titles[purpose]}」${names[child] ? `（${names[child]}）` : ''}`,
    day: dayInWords(at),
  }))
}

module.exports = { titlesOf, heldBy, eventsOf }
