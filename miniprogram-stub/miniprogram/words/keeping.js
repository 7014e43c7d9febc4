/** What is said of the things that a family keeps: how long, and for whose eyes. */

const RETENTIONS = [
  { value: 'Y', label: '一直留着' },
  { value: 'D30', label: '留30年' },
  { value: 'D10', label: '留10年' },
]

const OPEN_LEVELS = [
  { value: 'closed', label: '仅监护人', means: '只有家里的管理人看得到。' },
  { value: 'family', label: '家人', means: '家里人看得到，外面的人看不到。' },
  { value: 'open', label: '可以展示', means: '现在还是只有家里人看得到；想给外面的人看，可以放进「单独展示」。' },
]

/** @param {{value: string, label: string}[]} choices @param {string} value */
const labelOf = (choices, value) => choices.find((one) => one.value === value)?.label || ''

/** @param {string} level */
const levelInWords = (level) => labelOf(OPEN_LEVELS, level)

/** @param {string} retention */
const retentionInWords = (retention) => labelOf(RETENTIONS, retention)

module.exports = { RETENTIONS, OPEN_LEVELS, levelInWords, retentionInWords }
