/** The links of a post: those that live, how long, and new ones in three layouts. */

const client = require('../../api/client')
const { say } = require('../../api/problems')
const whose = require('../../api/home')
const { sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { wrongOf } = require('../../sharing/fields')
const { LAYOUTS, daysLeft, layoutWord, pageOf, tokenOf } = require('../../sharing/links')
const { reword } = require('../../sharing/rewording')

const LIVES = [
  { days: 7, word: '一周' },
  { days: 30, word: '一个月' },
  { days: 365, word: '一年' },
]
const NEEDED = { grid: 0, single: 1, then_and_now: 2 }

Page(
  screen({
    data: {
      ...{ post: /** @type {any} */ (null), photos: /** @type {any[]} */ ([]), links: /** @type {any[]} */ ([]), next: '' },
      ...{ layouts: LAYOUTS, layout: LAYOUTS[0], picks: /** @type {string[]} */ ([]), lives: LIVES, days: 30 },
      ...{ stories: /** @type {any[]} */ ([]), storyId: '', ready: true, busy: false, wrong: {} },
      ...{ family: /** @type {any} */ (null), subjects: /** @type {any[]} */ ([]), said: '' },
    },
    knowingly: false,
    key: '',
    keyed: '',

    async load() {
      const [post, home] = await Promise.all([client.get(`/posts/${this.query.id}`), whose.home()])
      const family = home?.account.families.find((/** @type {any} */ { id }) => id === post.family_id)
      const photos = post.pictures.map((/** @type {any} */ one, /** @type {number} */ at) => ({ ...one, id: post.photo_ids[at] }))
      this.setData({ post, family, photos, subjects: [{ id: post.student_id || '', name: post.child || '家里' }] })
      await Promise.all([this.list(), this.learnStories()])
    },

    async list() {
      const page = await client.get(`/posts/${this.query.id}/share-links`)
      this.setData({ links: page.items.map(inWords), next: page.next })
    },

    async onReachBottom() {
      const { links, next } = this.data
      if (!next) return
      this.setData({ next: '' })
      const page = await client.get(`/posts/${this.query.id}/share-links`, { cursor: next })
      this.setData({ links: [...links, ...page.items.map(inWords)], next: page.next })
    },

    /** What relatives tell of the record; one of them can stand below as a line. */
    async learnStories() {
      const { entry_id: entry } = this.data.post
      if (!entry) return
      const { items } = await client.get(`/entries/${entry}/stories`)
      this.setData({ stories: items.filter((/** @type {any} */ { words, standing }) => words && standing === 'passed') })
    },

    /** @param {any} event */
    chooseLayout({ currentTarget }) {
      const layout = LAYOUTS.find(({ name }) => name === currentTarget.dataset.name) || LAYOUTS[0]
      const single = layout.name === 'single' && this.data.photos.length === 1
      this.pick(layout, single ? [this.data.photos[0].id] : [])
    },

    /** @param {any} event */
    togglePick({ currentTarget }) {
      const { id } = currentTarget.dataset
      const { layout, picks } = this.data
      const most = NEEDED[/** @type {keyof typeof NEEDED} */ (layout.name)] || 9
      if (picks.includes(id)) this.pick(layout, picks.filter((/** @type {string} */ one) => one !== id))
      else this.pick(layout, [...picks, id].slice(-most))
    },

    /** @param {any} layout @param {string[]} picks */
    pick(layout, picks) {
      const needed = NEEDED[/** @type {keyof typeof NEEDED} */ (layout.name)]
      const photos = this.data.photos.map((/** @type {any} */ one) => ({ ...one, place: picks.indexOf(one.id) + 1 }))
      this.setData({ layout, picks, photos, ready: !needed || picks.length === needed, wrong: {} })
    },

    /** @param {any} event */
    chooseLife({ currentTarget }) {
      this.setData({ days: currentTarget.dataset.days })
    },

    /** @param {any} event */
    chooseStory({ currentTarget }) {
      const { id, words } = currentTarget.dataset
      const storyId = this.data.storyId === id ? '' : id
      this.setData({ storyId, said: storyId ? words : '' })
    },

    async make() {
      if (this.data.busy || !this.data.ready) return
      this.setData({ busy: true, wrong: {} })
      try {
        const { url } = await client.post(`/posts/${this.data.post.id}/share-links`, ...this.draft())
        this.keyed = '' // the next tap is for another one
        await this.list()
        wx.navigateTo({ url: `${pageOf(tokenOf(url))}&hint=1` })
      } catch (error) {
        this.setData({ wrong: wrongOf(error) })
        await this.selectComponent('#obstacles').meet(error, this.showing())
      } finally {
        this.setData({ busy: false })
      }
    },

    showing() {
      const { family, subjects, said, post, wrong } = this.data
      return { familyId: family.id, subjects, purpose: 'show', words: wrong.story_id ? said : post.words }
    },

    /** @returns {[any, {key: string}]} */
    draft() {
      const { layout, picks, days, storyId } = this.data
      const draft = { days, layout: layout.name, picks, story_id: storyId || null, knowingly: this.knowingly }
      const written = JSON.stringify(draft)
      if (written !== this.keyed) this.key = client.newKey()
      this.keyed = written
      return [draft, { key: this.key }]
    },

    /** @param {any} event */
    async onCleared({ detail }) {
      if (detail.words !== undefined) return this.sayLess(detail.words)
      this.knowingly = this.knowingly || Boolean(detail.knowingly)
      await this.make()
    },

    /** What a relative tells is not hers to change: the link goes without it. @param {string} words */
    sayLess(words) {
      if (this.data.wrong.story_id) {
        this.setData({ storyId: '', said: '', wrong: {} })
        return wx.showToast({ title: '家里人讲的话不能替他改，先不带这一段。', icon: 'none', duration: 3000 })
      }
      this.stale = true // she comes back with other words
      reword(this.data.post, words)
    },

    /** @param {any} event */
    open({ currentTarget }) {
      wx.navigateTo({ url: `${pageOf(currentTarget.dataset.token)}&hint=1` })
    },

    /** @param {any} event */
    poster({ currentTarget }) {
      wx.navigateTo({ url: `/pages/post/poster?link=${currentTarget.dataset.id}` })
    },

    /** @param {any} event */
    async revoke({ currentTarget }) {
      const meaning = '拿着这个链接的人马上打不开，海报上的码也不能用了。'
      if (!(await sure('收回这个链接？', meaning, '收回'))) return
      try {
        await client.remove(`/share-links/${currentTarget.dataset.id}`)
        this.setData({ links: this.data.links.filter((/** @type {any} */ { id }) => id !== currentTarget.dataset.id) })
      } catch (error) {
        say(error)
      }
    },
  }),
)

/** @param {any} link */
function inWords(link) {
  return { ...link, word: layoutWord(link.layout), left: daysLeft(link.expires_at), token: tokenOf(link.url) }
}
