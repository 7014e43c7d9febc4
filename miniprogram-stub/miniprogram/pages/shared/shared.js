/**
 * What a living link opens, to whoever holds it: one request, nobody is asked who they are. In
 * Moments WeChat opens it as a single page: no login, no way to another page.
 */

const client = require('../../api/client')
const { screen } = require('../../look/screen')
const { pageOf, pictureOf, titleOf } = require('../../sharing/links')
const { ago } = require('../../words/dates')

const SINGLE_PAGE = 1154

Page(
  screen({
    data: {
      ...{ shared: /** @type {any} */ (null), when: '', alone: false, hint: false, reporting: '' },
      ...{ gone: '这一页已经收起来了，或者到了日子。想看的话，可以问问发给您的人。' },
    },
    token: '',

    onLoad() {
      this.token = this.query.token || this.query.scene || '' // a code on a poster says `scene`
      const { scene } = wx.getLaunchOptionsSync()
      this.setData({ alone: scene === SINGLE_PAGE, hint: this.query.hint === '1' })
    },

    async load() {
      const shared = await client.get(`/shared/${encodeURIComponent(this.token || '-')}`, {}, { anonymous: true })
      this.setData({ shared: { ...shared, sections: shared.sections.map(numbered) }, when: shared.shown_at ? ago(shared.shown_at) : '' })
      wx.setNavigationBarTitle({ title: `${shared.family}的家档` })
    },

    closeHint() {
      this.setData({ hint: false })
    },

    begin() {
      wx.navigateTo({ url: `/${this.data.shared.begin}` })
    },

    report() {
      this.setData({ reporting: `/shared/${encodeURIComponent(this.token)}/reports` })
    },

    reported() {
      this.setData({ reporting: '' })
    },

    onShareAppMessage() {
      const { shared } = this.data
      if (!shared) return { title: '家档', path: '/pages/feed/feed' }
      return { title: titleOf(shared), path: pageOf(this.token), imageUrl: pictureOf(shared) }
    },

    onShareTimeline() {
      const { shared } = this.data
      if (!shared) return { title: '家档' }
      return { title: titleOf(shared), query: `token=${this.token}`, imageUrl: pictureOf(shared) }
    },
  }),
)

/** A part and what is in it by their places, which is all that tells them apart. @param {any} part @param {number} at */
function numbered(part, at) {
  const told = (/** @type {any} */ { kind, child, age, when }) => [kind, [child, age].filter(Boolean).join(' '), when].filter(Boolean).join(' · ')
  return { ...part, at, entries: part.entries.map((/** @type {any} */ entry, /** @type {number} */ place) => ({ ...entry, at: place, told: told(entry) })) }
}
