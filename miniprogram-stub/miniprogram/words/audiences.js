/** Who may see something, in the four words that are said everywhere, narrow to wide. */

const AUDIENCES = [
  { key: 'guardians', words: '仅监护人', means: '只有孩子的监护人看得到，家里别的人也看不到。' },
  { key: 'family', words: '家人', means: '家里人看得到，外面的人看不到。' },
  { key: 'class', words: '班级', means: '班里的老师和家长也看得到。地点、孩子几岁、是谁，不会给他们看。' },
  { key: 'public', words: '公开', means: '谁都看得到。' },
]

/** @param {string} key @returns {string} */
function audienceInWords(key) {
  return AUDIENCES.find((one) => one.key === key)?.words || ''
}

module.exports = { AUDIENCES, audienceInWords }
