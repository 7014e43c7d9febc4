/** 我的: who one is, whose archive is open, and the doors to everything that is one's own. */

const client = require('../../api/client')
const notices = require('../../api/notices')
const { say } = require('../../api/problems')
const whose = require('../../api/home')
const session = require('../../api/session')
const look = require('../../look/look')
const { screen } = require('../../look/screen')
const queue = require('../../recording/queue')
const drafts = require('../../recording/drafts')
const { isAged } = require('../../words/dates')
const { scan } = require('./scanning')

Page(
  screen({
    data: {
      ...{ account: /** @type {any} */ (null), families: /** @type {any[]} */ ([]), children: /** @type {any[]} */ ([]) },
      ...{ family: /** @type {any} */ (null), child: /** @type {any} */ (null), guards: false, oneself: false, grown: false },
      ...{ offices: 0, classes: 0, fresh: 0, freshWords: '', care: false, lent: false, busy: false },
    },

    onShow() {
      this.setData({ care: look.look().care })
      this.stale = true // what was read, renamed or joined elsewhere is to be seen here
    },

    async load() {
      const home = await whose.home()
      if (!home) return this.showNobody()
      const { account, family, child, children } = home
      const [offices, classes, fresh] = await Promise.all([
        session.lent() ? { items: [] } : client.get('/appointments'), // kept back from a child
        client.get('/classes'),
        notices.unread(),
      ])
      notices.show(fresh)
      this.setData({
        ...{ account, family, child, children, families: account.families, oneself: Boolean(child?.oneself) },
        grown: Boolean(child?.oneself && isAged(child, 18)),
        lent: Boolean(session.lent()),
        ...{ guards: ['guardian', 'owner'].includes(family?.role), fresh, freshWords: fresh ? `${fresh}条新的` : '' },
        offices: offices.items.filter((/** @type {any} */ { mine }) => mine).length,
        classes: classes.items.length,
      })
    },

    showNobody() {
      notices.show(0)
      this.setData({ account: null })
    },

    async signIn() {
      this.setData({ busy: true })
      try {
        await whose.signIn()
        queue.start()
        await this.again()
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** @param {any} event */
    chooseFamily({ currentTarget }) {
      const { id } = currentTarget.dataset
      const child = this.data.children.find((/** @type {any} */ one) => one.family_id === id)
      if (child) whose.choose(child)
      else whose.chooseFamily(id)
      return this.refresh()
    },

    /** @param {any} event */
    chooseChild({ currentTarget }) {
      const { id } = currentTarget.dataset
      whose.choose(this.data.children.find((/** @type {any} */ one) => one.id === id))
      return this.refresh()
    },

    turnCare() {
      look.choose(!this.data.care)
      this.setData({ care: look.look().care })
    },

    begin() {
      wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    scan,

    async signOut() {
      const { confirm } = await wx.showModal({
        ...{ title: '退出登录？', content: leavingWords(), confirmText: '退出', cancelText: '先不' },
      })
      if (!confirm) return
      try {
        await client.remove('/sessions/current')
        whose.leave()
        await this.refresh()
      } catch (error) {
        say(error)
      }
    },
  }),
)

function leavingWords() {
  return drafts.all().length
    ? '还有没收好的记录，会留在这台手机里，再登录就接着收。'
    : '收好的都在，再登录就能看到。'
}
