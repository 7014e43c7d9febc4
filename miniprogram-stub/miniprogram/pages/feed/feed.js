/** 看看: what families show. Everybody may look; who one is matters only to a heart or a word. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { Problem, say } = require('../../api/problems')
const session = require('../../api/session')
const { sure } = require('../../look/doing')
const { behind } = require('../../look/listing')
const { screen } = require('../../look/screen')
const menu = require('../../sharing/menu')
const liking = require('../../sharing/liking')

const OPEN = [
  { name: 'public', word: '最新' },
  { name: 'featured', word: '精选' },
]
const OWN = [
  { name: 'family', word: '家人' },
  { name: 'class', word: '班级' },
  { name: 'mine', word: '我的' },
]
const EVERYWHERE = { code: '', name: '全部地方' }

const EMPTY = {
  public: '还没有人晒，过几天再来看看。',
  featured: '还没有精选，过几天再来看看。',
  family: '家里人晒的会在这里。',
  class: '班里的小朋友晒的会在这里。',
  mine: '您还没有晒过。收好的照片，挑几张给家里人看看。',
}

Page(
  screen({
    data: {
      ...{ signedIn: false, lent: false, scopes: OPEN, scope: 'public', empty: EMPTY.public, open: true },
      ...{ topics: /** @type {any[]} */ ([]), topic: /** @type {any} */ (null) },
      ...{ regions: [EVERYWHERE], region: EVERYWHERE },
      ...{ posts: /** @type {any[]} */ ([]), next: '', reporting: '' },
    },
    fetching: false,
    opened: '',
    turn: 0,
    account: '',

    async onShow() {
      if (session.account() !== this.account) this.turnAway()
      const id = this.opened
      this.opened = ''
      if (id && this.data.signedIn && !this.stale) await this.look(id)
    },

    /** What somebody else was shown here goes at once. */
    turnAway() {
      this.stale = true
      this.setData({ state: 'loading', posts: [], next: '' })
    },

    async load() {
      const turn = (this.turn += 1)
      this.account = session.account()
      const signedIn = session.known()
      const scopes = signedIn ? [...OPEN, ...OWN] : OPEN
      this.setData({ signedIn, lent: Boolean(session.lent()), scopes })
      if (!scopes.some(({ name }) => name === this.data.scope)) this.turnTo('public')
      const [page, topics, districts] = await Promise.all([this.page(''), this.ask('/topics'), this.ask('/regions')])
      if (turn !== this.turn) return // she has turned to something else meanwhile
      this.setData({
        ...{ posts: page.items, next: page.next },
        ...{ topics: topics.items, regions: [EVERYWHERE, ...districts.items] },
      })
    },

    /** A page of the feed as it is chosen now. @param {string} cursor */
    page(cursor) {
      const { scope, topic, region, open } = this.data
      return this.ask('/feed', { scope, topic: topic?.id, region: open ? region.code : '', cursor })
    },

    /** As whoever is signed in, else as anybody: looking around makes no account. */
    ask(/** @type {string} */ path, query = {}) {
      return client.get(path, query, { anonymous: !session.known() })
    },

    /** How a post is by now that she has come back from. @param {string} id */
    async look(id) {
      try {
        const { liked, likes, comments, state, reason } = await client.get(`/posts/${id}`)
        this.change(id, { liked, likes, comments, state, reason })
      } catch (error) {
        if (error instanceof Problem && error.gone) this.drop(id)
      }
    },

    async onReachBottom() {
      const { turn } = this
      if (!this.data.next || this.fetching) return
      this.fetching = true
      try {
        const page = await this.page(this.data.next)
        if (turn === this.turn) this.setData({ ...behind('posts', this.data.posts, page.items), next: page.next })
      } catch (error) {
        say(error)
      } finally {
        this.fetching = false
      }
    },

    /** @param {any} event */
    chooseScope({ currentTarget }) {
      this.turnTo(currentTarget.dataset.name)
      return this.afresh()
    },

    /** @param {string} name */
    turnTo(name) {
      const scope = /** @type {keyof typeof EMPTY} */ (name)
      this.setData({ scope, empty: EMPTY[scope], open: OPEN.some((one) => one.name === name) })
    },

    /** @param {any} event */
    chooseTopic({ currentTarget }) {
      const { id } = currentTarget.dataset
      const topic = this.data.topics.find((/** @type {any} */ one) => one.id === id)
      this.setData({ topic: this.data.topic?.id === id ? null : topic })
      return this.afresh()
    },

    /** @param {any} event */
    followTopic({ detail }) {
      this.setData({ topic: detail.post.topic })
      return this.afresh()
    },

    everyTopic() {
      this.setData({ topic: null })
      return this.afresh()
    },

    /** @param {any} event */
    chooseRegion({ detail }) {
      this.setData({ region: this.data.regions[detail.value] })
      return this.afresh()
    },

    afresh() {
      wx.pageScrollTo({ scrollTop: 0 })
      this.setData({ state: 'loading' })
      return this.refresh()
    },

    /** @param {any} event */
    open({ detail: { post } }) {
      this.opened = post.id
      wx.navigateTo({
        url: `/pages/post/post?id=${post.id}`,
        events: { muted: () => (this.stale = true) },
        success: ({ eventChannel }) => eventChannel.emit('card', post),
      })
    },

    /** @param {any} event */
    async like({ detail: { post } }) {
      if (!session.known()) return this.invite()
      try {
        await liking.toggle(post, (news) => this.change(post.id, news))
      } catch (error) {
        say(error)
      }
    },

    async invite() {
      const meaning = '先给孩子建一本成长册，一分钟就好。'
      if (await sure('想说声喜欢？', meaning, '去建一本')) wx.navigateTo({ url: '/pages/welcome/welcome' })
    },

    /** Whoever reports a post needs no archive for it. @param {any} post */
    async object(post) {
      if (!(await sure('想举报这一条？', '先用微信登录，再说是怎么了。', '登录'))) return
      try {
        await whose.signIn()
        await this.refresh()
        this.setData({ reporting: `/posts/${post.id}/reports` })
      } catch (error) {
        say(error)
      }
    },

    /** @param {any} event */
    async more({ detail: { post } }) {
      if (!session.known()) return this.object(post)
      /** @type {[string, () => any][]} */
      const choices = [['举报', () => this.setData({ reporting: `/posts/${post.id}/reports` })]]
      if (!post.mine) choices.push(['不看这一家', () => this.mute(post)])
      else choices.unshift(['打开管一管', () => this.open({ detail: { post } })])
      await menu.choose(choices).catch(say)
    },

    /** @param {any} post */
    async mute(post) {
      if (!(await menu.mute(post))) return
      this.setData({ posts: this.data.posts.filter((/** @type {any} */ { family }) => family !== post.family) })
      await this.refresh()
    },

    reported() {
      this.setData({ reporting: '' })
    },

    publish() {
      wx.navigateTo({ url: '/pages/post/publish' })
    },

    /** @param {string} id @param {any} news */
    change(id, news) {
      this.setData({ posts: this.data.posts.map((/** @type {any} */ one) => (one.id === id ? { ...one, ...news } : one)) })
    },

    /** @param {string} id */
    drop(id) {
      this.setData({ posts: this.data.posts.filter((/** @type {any} */ one) => one.id !== id) })
    },
  }),
)
