/** The ledger of consents in words: what holds for whom, and what was. */

const { agreesTo, askedOf } = require('../../api/consents')
const { dayInWords, isAged } = require('../../words/dates')

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
 * What the reader may agree to and has not, or not since it was last changed in a way that matters, by child.
 * @param {any[]} consents ConsentViews
 * @param {any[]} children
 * @param {any[]} texts
 * @param {boolean} decides whether the reader is one of those who decide in the family
 * @returns {{id: string, label: string, items: any[]}[]}
 */
function lackingIn(consents, children, texts, decides) {
  return children
    .map((child) => ({ id: child.id, label: child.nickname, items: lackingFor(child, consents, texts, decides) }))
    .filter(({ items }) => items.length)
}

/** @param {any} child @param {any[]} consents @param {any[]} texts @param {boolean} decides */
function lackingFor(child, consents, texts, decides) {
  return askedOf(child, decides).flatMap((purpose) => {
    const text = texts.find((one) => one.purpose === purpose)
    const given = consents.filter((one) => one.purpose === purpose && one.student_id === child.id && counts(one, child))
    const isGiven = given.some((one) => agreesTo(one, text))
    return isGiven ? [] : [{ purpose, title: text.title, outdated: given.length > 0 }]
  })
}

/** @param {any} consent @param {any} child */
const counts = ({ purpose, capacity }, child) => purpose === 'archive' || capacity === 'child' || !isAged(child, 14)

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

module.exports = { titlesOf, heldBy, lackingIn, eventsOf }
