/** Why something should not be there, as whoever saw it would say; the first two hide it at once. */

const REASONS = [
  { name: 'child_in_danger', words: '孩子可能有危险' },
  { name: 'private', words: '露出了住址、电话、证件或学校' },
  { name: 'abuse', words: '有伤害人的话' },
  { name: 'indecent', words: '内容不雅' },
  { name: 'violent', words: '画面或文字吓人' },
  { name: 'fraud', words: '像是骗人的' },
  { name: 'advertising', words: '是广告' },
  { name: 'not_theirs', words: '用了别人的照片或文字' },
  { name: 'other', words: '别的意见' },
]

module.exports = { REASONS }
