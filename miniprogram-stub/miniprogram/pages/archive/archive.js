/** 家庭档案: what a family keeps, by the years, and what it records about itself. */

const { closedIn } = require('../../api/class-schemes')
const client = require('../../api/client')
const whose = require('../../api/home')
const { decidesIn } = require('../../api/inside')
const { Problem } = require('../../api/problems')
const drafts = require('../../recording/drafts')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { yearsOf } = require('./years')

const OPEN = 'record.open'

Page(
  screen(
    listing({
      data: {
        ...{ signedIn: false, decides: false, family: /** @type {any} */ (null), families: /** @type {any[]} */ ([]) },
        ...{ total: 0, span: 0, years: /** @type {any[]} */ ([]) },
        ...{ waiting: '', undated: '', child: /** @type {any} */ (null) },
        ...{ archive: /** @type {any} */ ({}), closed: /** @type {string[]} */ ([]) },
      },

      onHide() {
        this.stale = true // what was recorded, dated or confirmed elsewhere is to be seen here
      },

      async prepare() {
        const home = await whose.home()
        this.setData({ signedIn: Boolean(home), family: home?.family || null, child: home?.child || null })
        if (!home?.family) return
        this.setData({ decides: decidesIn(home, home.family.id) })
        const root = `/families/${home.family.id}`
        const [archive, { total, years }, waiting, undated] = await Promise.all([
          client.get(`${root}/archive`),
          yearsOf(root),
          howMany(`${root}/drafts`),
          howMany(`${root}/photos`, { show: 'undated' }),
        ])
        this.setData({
          families: home.account.families.map((/** @type {any} */ { id, name }) => ({ value: id, label: name })),
          ...{ archive, closed: await closedIn(archive.scheme), total, years, span: years.length },
          ...{ waiting: waiting && `${waiting}条`, undated: undated && `${undated}张` },
        })
      },

      /** What is no single child's. @param {string} cursor */
      page(cursor) {
        const { family } = this.data
        return family ? client.get(`/families/${family.id}/timeline`, { whose: 'own', cursor }) : { items: [], next: '' }
      },

      /** @param {any} event */
      choose({ detail }) {
        whose.chooseFamily(detail.value)
        return this.refresh()
      },

      /** @param {any} event */
      openYear({ currentTarget }) {
        wx.navigateTo({ url: `/pages/keeping/year?family=${this.data.family.id}&year=${currentTarget.dataset.year}` })
      },

      /** @param {any} event */
      enter({ currentTarget }) {
        wx.navigateTo({ url: currentTarget.dataset.to })
      },

      /** A record of the family's own is begun here, and written where all are; one that is open goes first. */
      record() {
        const open = drafts.find(wx.getStorageSync(OPEN))
        if (!open || open.done) wx.setStorageSync(OPEN, drafts.begin(this.data.family.id, null).id)
        wx.switchTab({ url: '/pages/record/record' })
      },

      begin() {
        wx.navigateTo({ url: '/pages/welcome/welcome' })
      },
    }),
  ),
)

/**
 * How many wait behind a door: `20+` where there are more than a page.
 * @param {string} path @param {Record<string, any>} [query]
 * @returns {Promise<string>} empty where there are none, or where one cannot tell now
 */
async function howMany(path, query) {
  try {
    const { items, next } = await client.get(path, query)
    return items.length ? `${items.length}${next ? '+' : ''}` : ''
  } catch (error) {
    if (error instanceof Problem) return ''
    throw error
  }
}
