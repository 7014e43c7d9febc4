/** Days in words, and as the service takes them (EDTF). */

/** @param {Date} [day] @returns {string} 2026-06-01, by the phone's own calendar */
function iso(day = new Date()) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** @param {string} month 2026-06 */
function monthInWords(month) {
  const [year, number] = month.split('-')
  return `${year}年${Number(number)}月`
}

/** @param {string} day 2026-06-01, or a moment that begins so @returns {string} 2026年6月1日 */
function dayInWords(day) {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** @param {string} until the first day without something @returns {string} the last one with it, in words */
function lastDay(until) {
  const [year, month, date] = until.split('-').map(Number)
  return dayInWords(iso(new Date(year, month - 1, date - 1)))
}

/**
 * When something was said or shown, as one says it.
 * @param {string} moment RFC 3339
 * @param {Date} [now]
 */
function ago(moment, now = new Date()) {
  const then = new Date(moment)
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes}分钟前`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}小时前`
  if (minutes < 7 * 24 * 60) return `${Math.floor(minutes / (24 * 60))}天前`
  return then.getFullYear() === now.getFullYear()
    ? `${then.getMonth() + 1}月${then.getDate()}日`
    : `${then.getFullYear()}年${then.getMonth() + 1}月${then.getDate()}日`
}

/** @param {string} moment RFC 3339 @param {Date} [now] @returns {number} days, the last one begun; 0 or less once it is over */
function daysLeft(moment, now = new Date()) {
  return Math.ceil((new Date(moment).getTime() - now.getTime()) / 86400000)
}

/** @param {{birth_date: string}} child @param {number} years */
function isAged({ birth_date: born }, years) {
  const [year, rest] = [iso().slice(0, 4), iso().slice(4)]
  return born <= `${Number(year) - years}${rest}`
}

module.exports = { iso, monthInWords, dayInWords, lastDay, ago, daysLeft, isAged }
