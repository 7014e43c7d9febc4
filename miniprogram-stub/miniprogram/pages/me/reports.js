/** 我的举报: what one told the moderators of, and what came of it. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { ago } = require('../../words/dates')

const WHAT = /** @type {Record<string, string>} */ ({ post: '晒出来的一条', post_comment: '一句留言', show_page: '一页展示' })
const WHY = /** @type {Record<string, string>} */ ({
  ...{ child_in_danger: '孩子可能有危险', private: '露出了个人信息', abuse: '骂人、欺负人' },
  ...{ indecent: '不雅', violent: '吓人、暴力', fraud: '骗人' },
  ...{ advertising: '广告', not_theirs: '别人的照片或者作品', other: '别的原因' },
})
const CAME = /** @type {Record<string, string>} */ ({
  open: '还在看，看完会告诉您',
  kept: '看过了，没有发现问题，谢谢提醒',
  taken_down: '看过了，已经收起来了，谢谢提醒',
})

Page(
  screen(
    listing({
      data: {},
      prepare: inside,

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get('/reports', { cursor })
        return { items: items.map(told), next }
      },
    }),
  ),
)

/** @param {any} report a ReportView */
function told(report) {
  const { kind, reason, outcome, reported_at: at } = report
  return { ...report, what: WHAT[kind] || '一条内容', why: WHY[reason], came: CAME[outcome], when: ago(at) }
}
