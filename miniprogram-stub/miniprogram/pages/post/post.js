/** One post: as everybody reads it, what is said under it, and what its own family can do with it. */

const client = require('../../api/client')
const { intent } = require('../../api/intent')
const { say } = require('../../api/problems')
const session = require('../../api/session')
const whose = require('../../api/home')
const { screen } = require('../../look/screen')
const liking = require('../../sharing/liking')
const { pageOf, titleOf, tokenOf } = require('../../sharing/links')
const menu = require('../../sharing/menu')
const { reword } = require('../../sharing/rewording')
const { standingOf } = require('../../sharing/standing')

const LOOK_AGAIN = 2000
const LOOKS = 30

Page(
  screen({
    data: {
      ...{ signedIn: false, post: /** @type {any} */ (null), standing: /** @type {any} */ (null), asked: false },
      ...{ may: false, decides: false, family: /** @type {any} */ (null), subjects: /** @type {any[]} */ ([]) },
      ...{ token: '', open: false, toMoments: false, busy: false, reporting: '', appealing: '' },
    },
    /** @type {any} */
    timer: undefined,
    looks: 0,
    shown: false,
    knowingly: false,
    make: intent(),

    onLoad() {
      this.make = intent()
      this.setData({ toMoments: this.query.moments === '1' })
      this.getOpenerEventChannel()?.on?.('card', (/** @type {any} */ card) => {
        if (!this.data.post) this.setData({ post: card })
      })
    },

    onShow() {
      this.shown = true
      if (this.data.post) this.stale = true // it may have been changed on another screen
    },

    onHide() {
      this.rest()
    },

    onUnload() {
      this.rest()
    },

    rest() {
      this.shown = false
      clearTimeout(this.timer)
    },

    async load() {
      const home = await whose.home()
      this.setData({ signedIn: Boolean(home) })
      if (!home) return // what the list has shown already is there to read
      const post = await client.get(`/posts/${this.query.id}`)
      const family = home.account.families.find((/** @type {any} */ { id }) => id === post.family_id) || null
      const decides = family?.shown_role === '管理'
      this.setData({
        ...{ post, standing: standingOf(post), family, decides, may: Boolean(family) && (post.mine || decides) },
        ...{ open: post.state === 'approved', subjects: [{ id: post.student_id || '', name: post.child || '家里' }] },
      })
      await Promise.all([this.selectComponent('#comments')?.load(), this.findLink()])
      this.lookAgain()
    },

    /** The link that lives longest, for whoever may hand it on. */
    async findLink() {
      const { decides, post } = this.data
      if (!decides || post.state !== 'approved') return this.setData({ token: '' })
      const { items } = await client.get(`/posts/${post.id}/share-links`)
      this.setData({ token: items.length ? tokenOf(items[0].url) : '' })
      if (items.length) wx.showShareMenu({})
      else wx.hideShareMenu({})
    },

    /** A check takes a moment; who waits here sees its end. */
    lookAgain() {
      clearTimeout(this.timer)
      const waits = this.data.standing.waits || this.selectComponent('#comments')?.data.waits
      if (!this.shown || !waits || this.looks >= LOOKS) return
      this.looks += 1
      this.timer = setTimeout(() => this.refresh(), LOOK_AGAIN)
    },

    onReachBottom() {
      this.selectComponent('#comments')?.more()
    },

    async signIn() {
      try {
        await whose.signIn()
        await this.again()
      } catch (error) {
        say(error)
      }
    },

    async like() {
      if (!session.known()) return this.signIn()
      try {
        await liking.toggle(this.data.post, (news) => this.setData({ post: { ...this.data.post, ...news } }))
      } catch (error) {
        say(error)
      }
    },

    async onSaid() {
      const { comments } = await client.get(`/posts/${this.query.id}`).catch(() => this.data.post)
      this.setData({ post: { ...this.data.post, comments } })
      this.looks = 0
      this.lookAgain()
    },

    async more() {
      if (!this.data.signedIn) return this.signIn()
      try {
        await menu.choose(this.choices())
      } catch (error) {
        say(error)
      }
    },

    /** @returns {[string, () => any][]} */
    choices() {
      const { may, decides, post, family } = this.data
      const living = post.state !== 'withdrawn'
      const editable = living && post.state !== 'rejected'
      /** @type {[boolean, string, () => any][]} */
      const all = [
        [may && editable, '改一改', () => wx.navigateTo({ url: `/pages/post/edit?id=${post.id}` })],
        [decides && post.state === 'approved', '链接和海报', () => this.links()],
        [may && living, '收回，不再给人看', () => this.withdraw()],
        [may, '放进回收站', () => this.discard()],
        [!family, '不看这一家', () => this.mute()],
        [!post.mine, '举报', () => this.setData({ reporting: `/posts/${post.id}/reports` })],
      ]
      return all.filter(([can]) => can).map(([, words, act]) => [words, act])
    },

    async withdraw() {
      if (await menu.withdraw(this.data.post)) await this.refresh()
    },

    async discard() {
      if (await menu.discard(this.data.post)) wx.navigateBack({ fail: () => wx.switchTab({ url: '/pages/feed/feed' }) })
    },

    async mute() {
      if (!(await menu.mute(this.data.post))) return
      this.getOpenerEventChannel()?.emit?.('muted')
      wx.switchTab({ url: '/pages/feed/feed' })
    },

    links() {
      wx.navigateTo({ url: `/pages/post/links?id=${this.data.post.id}` })
    },

    async askReview() {
      try {
        await client.post(`/posts/${this.data.post.id}/review`)
        this.setData({ asked: true })
      } catch (error) {
        say(error)
      }
    },

    appeal() {
      this.setData({ appealing: `/posts/${this.data.post.id}/appeal` })
    },

    appealed() {
      this.setData({ appealing: '', asked: true })
    },

    closeSheets() {
      this.setData({ reporting: '', appealing: '' })
    },

    /** 发朋友圈: to the page as friends will see it, where the ··· menu shares it. */
    async goToMoments() {
      if (this.data.busy) return
      this.setData({ busy: true })
      try {
        const token = this.data.token || (await this.link())
        this.setData({ token, toMoments: false })
        wx.navigateTo({ url: `${pageOf(token)}&hint=1` })
      } catch (error) {
        const { family, subjects, post } = this.data
        const showing = { familyId: family.id, subjects, purpose: 'show', words: post.words }
        await this.selectComponent('#obstacles').meet(error, showing)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** @returns {Promise<string>} the token of a new link that shows everything */
    async link() {
      const { url } = await this.make(`/posts/${this.data.post.id}/share-links`, { knowingly: this.knowingly })
      this.make = intent() // the next one is another
      return tokenOf(url)
    },

    /** @param {any} event */
    async onCleared({ detail }) {
      if (detail.words !== undefined) return reword(this.data.post, detail.words)
      this.knowingly = this.knowingly || Boolean(detail.knowingly)
      await this.goToMoments()
    },

    onShareAppMessage() {
      const { token, post } = this.data
      if (!token) return { title: '看看大家晒的成长', path: '/pages/feed/feed' }
      return { title: titleOf(post), path: pageOf(token), imageUrl: post.pictures[0]?.url }
    },
  }),
)
