/** One show page: its title, words and parts; what it shows has to pass before it gets a link. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { intent } = require('../../api/intent')
const { Problem, say } = require('../../api/problems')
const { sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { wrongOf } = require('../../sharing/fields')
const { daysLeft, pageOf, tokenOf } = require('../../sharing/links')
const { pageStanding } = require('../../sharing/standing')
const unsent = require('../../sharing/unsent')
const { leave } = require('../../look/leaving')

const PART = { title: '', entries: [], items: [] }
const LOOK_AGAIN = 2000

Page(
  screen({
    data: {
      ...{ page: /** @type {any} */ (null), value: /** @type {any} */ (null), standing: pageStanding(''), asked: false },
      ...{ family: /** @type {any} */ (null), subjects: /** @type {any[]} */ ([]), links: /** @type {any[]} */ ([]) },
      ...{ ready: false, edited: false, busy: false, changed: false, wrong: {}, choosingFor: -1, chosen: /** @type {string[]} */ ([]), appealing: '' },
    },
    kept: '',
    knowingly: false,
    afterwards: /** @type {'save' | 'link'} */ ('save'),
    makeLink: intent(),
    /** @type {any} */
    timer: undefined,
    there: false,

    onLoad() {
      this.makeLink = intent()
      this.kept = `show ${this.query.id || 'new'}`
    },

    onShow() {
      this.there = true
      if (this.data.page?.standing === 'pending') this.stale = true
    },

    onHide() {
      this.onUnload()
    },

    onUnload() {
      this.there = false
      clearTimeout(this.timer)
    },

    async load() {
      const { family, children } = await inside()
      const subjects = [{ id: '', name: '家里' }, ...ofFamily(children, family).map(({ id, nickname }) => ({ id, name: nickname }))]
      this.setData({ family, subjects })
      if (this.query.id) await this.open(this.query.id)
      else this.show(this.unsent() || { title: '', words: '', sections: [PART] }, Boolean(this.unsent()))
    },

    /** @param {string} id */
    async open(id) {
      const [page, links] = await Promise.all([
        client.get(`/show-pages/${id}`),
        client.get(`/show-pages/${id}/share-links`),
      ])
      this.setData({ page, standing: pageStanding(page.standing), links: links.items.map(inWords), changed: false })
      const before = this.unsent()
      this.show(before || valueOf(page), Boolean(before))
      clearTimeout(this.timer)
      if (page.standing === 'pending' && this.there) this.timer = setTimeout(() => this.refresh(), LOOK_AGAIN)
    },

    /** What was not stored yet; what was begun before items could be chosen has none. */
    unsent() {
      const value = unsent.kept(this.kept)
      return value && { ...value, sections: value.sections.map((/** @type {any} */ part) => ({ ...PART, ...part })) }
    },

    /** @param {any} value @param {boolean} edited */
    show(value, edited) {
      const sections = filled(value)
      const named = sections.every((/** @type {any} */ { title }) => title.trim())
      this.setData({ value, edited, ready: Boolean(value.title.trim() && sections.length && named) })
    },

    /** @param {any} news */
    change(news) {
      this.knowingly = false // what she insisted on was said otherwise
      this.keep(news)
    },

    /** @param {any} news */
    keep(news) {
      const value = { ...this.data.value, ...news }
      this.show(value, true)
      unsent.keep(this.kept, value)
    },

    /** @param {any} event */
    onTitle({ detail }) {
      this.change({ title: detail.value })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.change({ words: detail.value })
    },

    /** @param {number} at @param {any} news */
    changePart(at, news) {
      const { sections } = this.data.value
      this.change({ sections: sections.map((/** @type {any} */ one, /** @type {number} */ place) => (place === at ? { ...one, ...news } : one)) })
    },

    /** @param {any} event */
    onPartTitle({ detail, currentTarget }) {
      this.changePart(currentTarget.dataset.at, { title: detail.value })
    },

    addPart() {
      this.change({ sections: [...this.data.value.sections, PART] })
    },

    /** @param {any} event */
    dropPart({ currentTarget }) {
      const { at } = currentTarget.dataset
      this.change({ sections: this.data.value.sections.filter((/** @type {any} */ _, /** @type {number} */ place) => place !== at) })
    },

    /** @param {any} event */
    choose({ currentTarget }) {
      const chosen = thingsOn(this.data.value).map(({ id }) => id)
      this.setData({ choosingFor: currentTarget.dataset.at, chosen })
    },

    /** @param {any} event */
    chose({ detail }) {
      const at = this.data.choosingFor
      this.setData({ choosingFor: -1 })
      const { entries, items } = this.data.value.sections[at]
      this.changePart(at, { entries: [...entries, ...detail.entries], items: [...items, ...detail.items] })
    },

    choseNone() {
      this.setData({ choosingFor: -1 })
    },

    /** @param {any} event */
    drop({ currentTarget }) {
      const { at, kind, id } = currentTarget.dataset
      this.changePart(at, { [kind]: this.data.value.sections[at][kind].filter((/** @type {any} */ one) => one.id !== id) })
    },

    async save() {
      if (this.data.busy || !this.data.ready) return
      this.afterwards = 'save'
      this.setData({ busy: true, wrong: {} })
      try {
        await this.put()
        unsent.drop(this.kept)
        await this.open(this.query.id)
      } catch (error) {
        await this.refused(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** The page as it stands here, new or in place of what was. */
    async put() {
      const { page, family, value } = this.data
      const draft = this.draft()
      if (page) return client.put(`/show-pages/${page.id}`, { ...draft, version: value.version })
      const keyed = JSON.stringify(draft)
      const key = keyed === value.keyed ? value.key : client.newKey()
      this.keep({ key, keyed })
      const { id } = await client.post(`/families/${family.id}/show-pages`, draft, { key })
      unsent.drop(this.kept)
      this.query.id = id
      this.kept = `show ${id}`
    },

    showing() {
      const { family, subjects, value } = this.data
      const told = childrenOn(value)
      return {
        ...{ familyId: family.id, purpose: 'show', words: `${value.title}\n${value.words}`, knowingly: this.knowingly },
        subjects: subjects.filter((/** @type {any} */ { id }) => !id || told.has(id) || told.has(undefined)),
      }
    },

    draft() {
      const { title, words } = this.data.value
      const ids = (/** @type {any[]} */ things) => things.map(({ id }) => id)
      return {
        ...{ title, words, knowingly: this.knowingly },
        sections: filled(this.data.value).map((part) => ({ title: part.title, entry_ids: ids(part.entries), item_ids: ids(kept(part)) })),
      }
    },

    /** @param {unknown} error */
    async refused(error) {
      this.setData({ wrong: wrongOf(error), changed: error instanceof Problem && error.code === 'show_page.changed' })
      const open = error instanceof Problem && error.errors.some(({ code }) => code === 'show_page.guardians_only')
      if (open && error instanceof Problem) {
        if (await sure('也放上去吗？', error.errors[0].detail, '放上去')) return this.onCleared({ detail: { knowingly: true } })
      } else await this.selectComponent('#obstacles').meet(error, this.showing())
    },

    /** Her own page stays; what it takes the place of is the latest. */
    async mine() {
      try {
        const { version } = await client.get(`/show-pages/${this.query.id}`)
        this.setData({ changed: false })
        this.keep({ version })
        await this.save()
      } catch (error) {
        say(error)
      }
    },

    theirs() {
      unsent.drop(this.kept)
      return this.again()
    },

    /** @param {any} event */
    async onCleared({ detail }) {
      this.setData({ busy: false })
      if (detail.knowingly) this.knowingly = true
      if (detail.words !== undefined) {
        const [title, ...words] = detail.words.split('\n')
        return this.change({ title, words: words.join('\n') })
      }
      if (this.afterwards === 'link') return this.link()
      return this.save()
    },

    async link() {
      if (this.data.busy) return
      this.afterwards = 'link'
      this.setData({ busy: true })
      try {
        const link = inWords(await this.makeLink(`/show-pages/${this.query.id}/share-links`, {}))
        this.makeLink = intent() // the next tap is for another one
        this.setData({ links: [link, ...this.data.links] })
        wx.navigateTo({ url: `${pageOf(link.token)}&hint=1` })
      } catch (error) {
        await this.selectComponent('#obstacles').meet(error, this.showing())
      } finally {
        this.setData({ busy: false })
      }
    },

    /** @param {any} event */
    openLink({ currentTarget }) {
      wx.navigateTo({ url: `${pageOf(currentTarget.dataset.token)}&hint=1` })
    },

    /** @param {any} event */
    async revoke({ currentTarget }) {
      if (!(await sure('收回这个链接？', '拿着这个链接的人马上打不开。', '收回'))) return
      try {
        await client.remove(`/share-links/${currentTarget.dataset.id}`)
        this.setData({ links: this.data.links.filter((/** @type {any} */ { id }) => id !== currentTarget.dataset.id) })
      } catch (error) {
        say(error)
      }
    },

    async remove() {
      const meaning = '发出去的链接马上打不开，这一页找不回来。里面的记录都还在。'
      if (!(await sure('删掉这一页？', meaning, '删掉'))) return
      try {
        await client.remove(`/show-pages/${this.query.id}`)
        unsent.drop(this.kept)
        leave()
      } catch (error) {
        say(error)
      }
    },

    appeal() {
      this.setData({ appealing: `/show-pages/${this.query.id}/appeal` })
    },

    appealed() {
      this.setData({ appealing: '', asked: true })
    },

    closeAppeal() {
      this.setData({ appealing: '' })
    },
  }),
)

/** @param {any} value @returns {any[]} */
const thingsOn = ({ sections }) => sections.flatMap((/** @type {any} */ { entries, items }) => [...entries, ...items])

/** Of whom they tell: ids, undefined where it is not known. @param {any} value @returns {Set<any>} */
const childrenOn = (value) => new Set(thingsOn(value).flatMap(({ children = [undefined] }) => children))

/** Its items but those that were taken out of the archive. @param {any} part @returns {any[]} */
const kept = ({ items }) => items.filter((/** @type {any} */ { out }) => !out)

/** The parts that have something in them. @param {any} value @returns {any[]} */
const filled = ({ sections }) => sections.filter((/** @type {any} */ part) => part.entries.length || kept(part).length)

/** @param {any[]} children @param {any} family */
const ofFamily = (children, family) => children.filter(({ family_id: id }) => id === family?.id)

/** What stands there now; `version` is what a change takes the place of. @param {any} page */
function valueOf({ title, words, sections, version }) {
  const entry = (/** @type {any} */ one) => ({ id: one.entry_id, title: one.title || (one.shown ? '没写题目的一条' : ''), shown: one.shown })
  const item = (/** @type {any} */ one, /** @type {number} */ at) => ({ id: one.item_id || `out ${at}`, title: one.title, shown: one.shown, out: !one.item_id })
  return {
    ...{ title, words, version },
    sections: sections.map((/** @type {any} */ part) => ({ title: part.title, entries: part.entries.map(entry), items: part.items.map(item) })),
  }
}

/** @param {any} link */
const inWords = (link) => ({ ...link, left: daysLeft(link.expires_at), token: tokenOf(link.url) })
