/** How far a post is on its way to others, in plain words, to those who made it. */

const { leavesFamily } = require('./audiences')

/**
 * @typedef {object} Told
 * @property {string} title empty where there is nothing to tell
 * @property {string} text
 * @property {'' | 'review' | 'appeal'} remedy what she may ask for
 * @property {boolean} waits whether it settles by itself in a moment
 */

const QUIET = { title: '', text: '', remedy: /** @type {const} */ (''), waits: false }

/**
 * What to tell of a post: of itself, or of an edit that waits beside what others see.
 * @param {{state: string, reason: string, audience: string, mine: boolean, edit?: any}} post
 * @returns {Told}
 */
function standingOf(post) {
  return post.state === 'approved' && post.edit ? ofEdit(post.edit) : ofPost(post)
}

/** @param {{state: string, reason: string, audience: string, mine: boolean}} post @returns {Told} */
function ofPost({ state, reason, audience, mine }) {
  switch (state) {
    case 'pending':
      return { ...QUIET, title: '正在安全检查', text: '一般不到一分钟，查好了别人才看得到。', waits: true }
    case 'review':
      if (leavesFamily(audience)) return { ...QUIET, title: '正在请人看一看', text: '看过了会告诉您，这段时间别人看不到。' }
      return { ...QUIET, title: '暂时只有自己看得到', text: '机器拿不准，家里人还看不到。可以请人看看。', remedy: mine ? 'review' : '' }
    case 'rejected':
      return { ...QUIET, title: '这条暂时不能给别人看', text: reason, remedy: mine ? 'appeal' : '' }
    case 'withdrawn':
      return { ...QUIET, title: '这条已经收回了', text: '别人都看不到了。' }
    default:
      return QUIET
  }
}

/** @param {{state: string, reason: string}} edit @returns {Told} */
function ofEdit({ state, reason }) {
  const before = '别人看到的还是原来的样子。'
  if (state === 'pending') return { ...QUIET, title: '改动正在安全检查', text: `一般不到一分钟。查好之前，${before}`, waits: true }
  if (state === 'review') return { ...QUIET, title: '改动正在请人看一看', text: `看过之前，${before}` }
  return { ...QUIET, title: '这次改动暂时不能给别人看', text: `${reason ? `${reason}。` : ''}${before}可以再改一改。` }
}

/**
 * The same of a show page, which stands or falls as a whole.
 * @param {string} standing passed, pending, review or risky
 */
function pageStanding(standing) {
  if (standing === 'pending') return { title: '正在安全检查', text: '一般不到一分钟，查好了就能分享。' }
  if (standing === 'review') return { title: '正在请人看一看', text: '看过了会告诉您，这段时间打不开。' }
  if (standing === 'risky') return { title: '这一页暂时不能给别人看', text: '另做一页，或者请人再看一遍。' }
  return { title: '', text: '' }
}

module.exports = { standingOf, pageStanding }
