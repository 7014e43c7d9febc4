/** Where a notice leads: to the page of what it is about. */

const { Problem } = require('../../api/problems')

/** @type {Record<string, string>} the page for each kind of thing; its id is put at the end */
const THINGS = {
  ...{ entry: '/pages/entry/entry?id=', post: '/pages/post/post?id=', show_page: '/pages/show/edit?id=' },
  ...{ task: '/pages/task/task?id=', booklet: '/pages/keeping/booklet?id=', poster: '/pages/post/poster?id=' },
  ...{ filed_item: '/pages/filing/item?id=', printed_album: '/pages/albums/album?id=' },
}

/** @type {Record<string, string>} the page for each kind of notice whose thing has none; after `=` comes the subject's id */
const PAGES = {
  ...{ consent_granted: '/pages/consents/consents', consent_withdrawn: '/pages/consents/consents' },
  ...{ consent_text_changed: '/pages/consents/consents', archive_looked_at: '/pages/me/looked' },
  ...{ member_joined: '/pages/family/family', member_left: '/pages/family/family' },
  ...{ dispute_opened: '/pages/family/family', dispute_settled: '/pages/family/family' },
  ...{ child_fourteen: '/pages/child/child?id=', child_eighteen: '/pages/child/child?id=' },
  ...{ erasure_asked: '/pages/me/erasure?id=', erasure_done: '/pages/me/erasure?id=' },
  ...{ desk_signed_in: '/pages/me/sessions', report_decided: '/pages/me/reports' },
  ...{ teacher_asked: '/pages/school/teachers?id=', teacher_confirmed: '/pages/class/class?id=' },
  ...{ child_put_down: '/pages/class/waiting?id=', child_taken_in: '/pages/child/classes?id=' },
  ...{ class_ending: '/pages/school/classes?id=', booklet_to_endorse: '/pages/class/mine', import_done: '/pages/home/home' },
  ...{ export_asked: '/pages/exports/exports?id=', export_ready: '/pages/exports/exports?id=' },
  ...{ donation_offered: '/pages/donations/donation?id=', donation_decided: '/pages/donations/donation?id=' },
  ...{ donation_signed: '/pages/donations/donation?id=', donation_accessioned: '/pages/donations/donation?id=' },
}

/** @type {Record<string, string>} where a teacher puts otherwise what is in doubt */
const DOUBTS = { endorsement: '/pages/class/mine', booklet: '/pages/class/mine', phrase: '/pages/class/phrases' }

/**
 * @param {{kind: string, subject_id: string, family_id: string | null, about: {kind: string, id: string} | null}} notice
 * @returns {string} the page, with its query
 * @throws {Problem} gone: what it was about is no more, or is not looked at on a phone
 */
function pageOf({ kind, subject_id: subject, family_id: family, about }) {
  if (kind.startsWith('succession_')) return `/pages/family/succession?family=${family}`
  if (kind.startsWith('donation_') && !family) throw gone('这是档案馆收捐赠的事，要到工作的电脑上办。')
  const page = PAGES[kind] || (kind === 'words_doubtful' && about && DOUBTS[about.kind])
  if (page) return page.endsWith('=') ? page + subject : page
  if (about && THINGS[about.kind]) return THINGS[about.kind] + about.id
  throw gone('已经不在了，可能被收起来了。')
}

/** @param {string} detail */
const gone = (detail) => new Problem({ status: 404, code: 'gone', detail })

module.exports = { pageOf }
