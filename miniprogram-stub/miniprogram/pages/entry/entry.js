/** One entry as its family reads it: what was, who tells of it, and what may be done with it. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const whose = require('../../api/home')
const { doingFor } = require('../../look/agreeing')
const { sure } = require('../../look/doing')
const { leave } = require('../../look/leaving')
const { screen } = require('../../look/screen')
const { audienceInWords } = require('../../words/audiences')
const { rightsTo } = require('./rights')

const SOON = 3000
const LOOKS = 20

Page(
  screen({
    data: {
      ...{ entry: /** @type {any} */ (null), rights: /** @type {any} */ ({}), facts: /** @type {any[]} */ ([]) },
      ...{ photos: /** @type {any[]} */ ([]), next: '', more: false, note: '', doubtful: false, asked: false },
      ...{ busy: false, past: false },
    },

    looking: 0,
    looks: LOOKS,

    onHide() {
      clearTimeout(this.looking)
      this.looks = LOOKS
      this.stale = true // it may be changed on the page that comes next
    },

    onUnload() {
      clearTimeout(this.looking)
      this.looks = 0
    },

    async load() {
      const [entry, home] = await Promise.all([client.get(`/entries/${this.query.id}`), whose.home()])
      const rights = rightsTo(entry, home)
      const milestone = entry.milestone ? await milestoneOf(entry) : ''
      this.setData({
        ...{ entry, rights, facts: factsOf(entry, milestone), note: noteOn(entry, rights) },
        ...(await unfolded(this.data.photos, entry)),
        doubtful: entry.mine && entry.standing === 'review',
      })
      if (entry.mine && isUnderWay(entry)) this.lookAgain()
    },

    /** The check of one's own words, and the reading of one's photos, take seconds as a rule. */
    lookAgain() {
      clearTimeout(this.looking)
      if (!this.looks) return
      this.looks -= 1
      this.looking = setTimeout(() => this.refresh(), SOON)
    },

    async showMore() {
      const { entry, next, photos } = this.data
      try {
        const page = await client.get(`/entries/${entry.id}/photos`, { cursor: next })
        const shown = next ? [...photos, ...page.items] : page.items
        this.setData({ photos: shown, next: page.next, more: Boolean(page.next) })
      } catch (error) {
        say(error)
      }
    },

    /** A guardian has read what the child wrote. */
    async confirm() {
      const { entry } = this.data
      await this.act(() => client.post(`/entries/${entry.id}/confirmation`, { version: entry.version }), '收进成长册了')
    },

    async finish() {
      const { entry } = this.data
      await this.act(() => client.put(`/entries/${entry.id}`, { unfinished: false, version: entry.version }), '记下了')
    },

    /** Do it, say so, and show how things are now; also where somebody else came between. */
    async act(/** @type {() => Promise<any>} */ what, /** @type {string} */ done) {
      await doingFor(this, this.data.entry.student_id, 'class', async () => {
        try {
          await what()
          wx.showToast({ title: done, icon: 'success' })
          await this.refresh()
        } catch (error) {
          if (error instanceof Problem && error.status === 409) await this.refresh()
          throw error
        }
      })
    },

    async askForLook() {
      try {
        await client.post(`/entries/${this.data.entry.id}/review`)
        this.setData({ asked: true })
      } catch (error) {
        if (error instanceof Problem && error.code === 'review.open') this.setData({ asked: true })
        else say(error)
      }
    },

    async callOffLook() {
      try {
        await client.remove(`/entries/${this.data.entry.id}/review`)
        this.setData({ asked: false })
      } catch (error) {
        say(error)
      }
    },

    edit() {
      wx.navigateTo({ url: `/pages/entry/edit?id=${this.data.entry.id}` })
    },

    file() {
      wx.navigateTo({ url: `/pages/filing/form?entry=${this.data.entry.id}` })
    },

    show() {
      wx.navigateTo({ url: `/pages/post/publish?entry=${this.data.entry.id}` })
    },

    openPast() {
      this.setData({ past: true })
    },

    closePast() {
      this.setData({ past: false })
    },

    async discard() {
      if (!(await sure('放进回收站？', '家里人就看不到这一页了。30天内随时能找回来。', '放进去'))) return
      try {
        await client.remove(`/entries/${this.data.entry.id}`)
        wx.showToast({ title: '放进回收站了', icon: 'success' })
        leave()
      } catch (error) {
        say(error)
      }
    },

    /** To relatives: others who open it find nothing. Nothing of the page leaves with the card. */
    onShareAppMessage() {
      const { entry } = this.data
      return {
        ...{ title: '家里有一页新的，点开看看', imageUrl: '/images/for-family.png' },
        path: entry ? `/pages/entry/entry?id=${entry.id}` : '/pages/home/home',
      }
    },
  }),
)

/**
 * The photos to show: as many as were unfolded, and all of them anew, as their addresses die.
 * @param {any[]} shown the page's photos @param {any} entry as it is now, with its first photos
 */
async function unfolded(shown, { id, photos: first, photo_count: count }) {
  if (shown.length <= first.length) return { photos: first, next: '', more: count > first.length }
  let [photos, next] = [/** @type {any[]} */ ([]), '']
  do {
    const page = await client.get(`/entries/${id}/photos`, { cursor: next })
    photos = [...photos, ...page.items]
    next = page.next
  } while (next && photos.length < shown.length)
  return { photos, next, more: Boolean(next) }
}

/** @param {any} entry */
function isUnderWay({ standing, unfinished, photos }) {
  return (standing === 'pending' && !unfinished) || photos.some((/** @type {any} */ { state }) => state === 'stored')
}

/** What a milestone is called; the page does without where that cannot be had. @param {any} entry */
async function milestoneOf({ milestone }) {
  try {
    const { items } = await client.get('/milestones')
    return items.find((/** @type {any} */ { key }) => key === milestone)?.title || ''
  } catch {
    return ''
  }
}

/** @param {any} entry @param {string} milestone */
function factsOf({ place, persons, dimension, audience, author, by_child: byChild }, milestone) {
  const names = persons.map((/** @type {any} */ { name, relation }) => relation || name).join('、')
  return [
    { name: '在哪里', words: place },
    { name: '有谁', words: names },
    { name: '第一次', words: milestone },
    { name: '哪方面', words: dimension },
    { name: '谁记的', words: byChild ? `${author}自己写的` : author },
    { name: '谁看得到', words: audienceInWords(audience) },
  ].filter(({ words }) => words)
}

/** @param {any} entry @param {import('./rights').Rights} rights */
function noteOn({ draft, unfinished, standing, mine }, { decides }) {
  if (unfinished) return '还没写完，现在只有您自己看得到。'
  if (draft) return decides && !mine ? '孩子写的。看过了，就收进成长册。' : '写好了，等大人看过就收进成长册。'
  if (!mine || standing === 'passed') return ''
  if (standing === 'pending') return '正在安全检查，一般不到一分钟，家人就能看到。'
  if (standing === 'review') return '有的字电脑拿不准，现在只有您自己看得到。可以请人看看。'
  return '这里的字暂时不能给别人看，只有您自己看得到。改一改再存，会重新看一遍。'
}
