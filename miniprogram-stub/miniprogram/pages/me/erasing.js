/** Whose data there is to look at, and what deleting it means. */

const { decidesIn } = require('../../api/inside')

/**
 * @typedef {object} Subject
 * @property {string} value unlike all others
 * @property {'account' | 'family' | 'student'} kind
 * @property {string} label as she calls it
 * @property {string} path of the API
 * @property {boolean} may whether there is a door to deleting it
 */

/**
 * The children and families that she decides for (or the child itself), and the account.
 * @param {import('../../api/home').Home} home
 * @returns {Subject[]}
 */
function subjectsOf(home) {
  const children = home.children.filter(({ family_id: family, oneself }) => oneself || decidesIn(home, family))
  const families = home.account.families.filter((/** @type {any} */ { id }) => decidesIn(home, id))
  return [
    ...children.map(({ id, nickname }) => subject('student', id, nickname, true)),
    ...families.map((/** @type {any} */ { id, name, role }) => subject('family', id, name, role === 'owner')),
    { value: 'account', kind: 'account', label: '我的账号', path: '/account', may: true },
  ]
}

/** @param {'family' | 'student'} kind @param {string} id @param {string} label @param {boolean} may @returns {Subject} */
function subject(kind, id, label, may) {
  return { value: `${kind}/${id}`, kind, label, path: `/${kind === 'family' ? 'families' : 'students'}/${id}`, may }
}

const REGRET = { student: '7天', family: '7天', account: '15天' }
const GOES = {
  student: '照片、话、量过的身高，',
  family: '家里收着的一切，连同孩子的档案，',
  account: '账号，还有只有您一个人的家，',
}
const STAYS = {
  student: '家里的其他管理人会收到消息。',
  family: '家里的其他管理人会收到消息。',
  account: '您在别人家写下的留给他们，不带您的名字。',
}

/** @param {Subject} subject @returns {{title: string, content: string}} what to say before */
function warningOn({ kind, label }) {
  const days = REGRET[kind]
  const title = kind === 'account' ? '注销账号？' : `删除${label}的档案？`
  return { title, content: `${GOES[kind]}${days}以后全部删掉，找不回来。这${days}里随时可以反悔。${STAYS[kind]}` }
}

module.exports = { subjectsOf, warningOn }
