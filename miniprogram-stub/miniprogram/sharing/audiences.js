/** Who may see what is shown: the four steps of the ladder, narrow to wide, and what each means. */

const { audienceInWords } = require('../words/audiences')

/**
 * @typedef {object} Audience
 * @property {'guardians' | 'family' | 'class' | 'public'} name as the service calls it
 * @property {string} word as families call it
 * @property {string} who one sentence: who will see it
 * @property {string} verb what the button says that shows it to them
 */

const LADDER = named([
  { name: 'guardians', who: '只有孩子的监护人看得到。', verb: '只给监护人看' },
  { name: 'family', who: '家里的人都看得到，外人看不到。', verb: '发给家人' },
  { name: 'class', who: '家里人、孩子现在这个班的老师和同班家长看得到。', verb: '晒出来' },
  { name: 'public', who: '打开「看看」的人都看得到，孩子只写小名和年龄段。', verb: '晒出来' },
])

/** @param {any[]} steps @returns {Audience[]} */
function named(steps) {
  return steps.map((step) => ({ ...step, word: audienceInWords(step.name) }))
}

/** @param {string} name @returns {Audience} */
const audienceOf = (name) => LADDER.find((one) => one.name === name) || LADDER[1]

/** Whether anybody but the family sees it. @param {string} name */
const leavesFamily = (name) => name === 'class' || name === 'public'

module.exports = { LADDER, audienceOf, leavesFamily }
