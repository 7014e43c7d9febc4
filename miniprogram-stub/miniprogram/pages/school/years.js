/** What a class is called in the next school year, and until when it lives then. */

const GRADES = '一二三四五六七八九'

/** @param {string} name @returns {string} 五年级2班 of 四年级2班; whatever has no grade to count up stays */
const movedUp = (name) => name.replace(/([一二三四五六七八])(?=年级)/, (grade) => GRADES[GRADES.indexOf(grade) + 1])

/** @param {string} until the first day without the class @returns {string} the 1 September after that day */
function nextUntil(until) {
  const year = Number(until.slice(0, 4))
  return until < `${year}-09-01` ? `${year}-09-01` : `${year + 1}-09-01`
}

module.exports = { movedUp, nextUntil }
