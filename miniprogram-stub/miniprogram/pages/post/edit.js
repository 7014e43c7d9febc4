/** Changing a post: what is taken away or narrowed holds at once, what is added is checked first. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const whose = require('../../api/home')
const { wrongOf } = require('../../sharing/fields')
const { screen } = require('../../look/screen')
const { editOf } = require('../../sharing/rewording')
const unsent = require('../../sharing/unsent')
const { leave } = require('../../look/leaving')

Page(
  screen({
    data: {
      ...{ post: /** @type {any} */ (null), value: /** @type {any} */ (null), ready: false, busy: false },
      ...{ family: /** @type {any} */ (null), topics: /** @type {any[]} */ ([]), classes: false },
      ...{ subjects: /** @type {any[]} */ ([]), wrong: {}, changed: false, reworded: false },
    },
    kept: '',
    knowingly: false,

    async load() {
      const [post, topics, home] = await Promise.all([client.get(`/posts/${this.query.id}`), client.get('/topics'), whose.home()])
      const family = home?.account.families.find((/** @type {any} */ { id }) => id === post.family_id) || home?.family
      const child = home?.children.find(({ id }) => id === post.student_id)
      const enrolments = child ? await client.get(`/students/${child.id}/enrolments`) : { items: [] }
      this.kept = editOf(post.id)
      const isIn = (/** @type {any} */ { confirmed, until }) => confirmed && !until
      this.setData({
        ...{ post, family, topics: withOwn(topics.items, post.topic), changed: false },
        ...{ classes: enrolments.items.some(isIn), subjects: [{ id: post.student_id || '', name: post.child || '家里' }] },
      })
      const before = unsent.kept(this.kept)
      this.show(before?.photos ? before : { ...(await valueOf(post)), ...before })
      this.setData({ reworded: this.query.reworded === '1' && this.data.value.words !== post.words })
      this.selectComponent('#form')?.sendComing()
    },

    /** @param {any} value */
    show(value) {
      this.setData({ value, ready: value.photos.length > 0 && !value.coming.length })
    },

    /** @param {any} event */
    onChange({ detail: { value } }) {
      this.knowingly = this.knowingly && value.words === this.data.value.words
      this.show(value)
      unsent.keep(this.kept, value)
    },

    async save() {
      const { post, busy, ready } = this.data
      if (busy || !ready) return
      this.setData({ busy: true, wrong: {} })
      try {
        await client.put(`/posts/${post.id}`, this.draft())
        unsent.drop(this.kept)
        leave()
      } catch (error) {
        if (error instanceof Problem && error.code === 'post.changed') this.setData({ changed: true })
        this.setData({ wrong: wrongOf(error) })
        await this.selectComponent('#obstacles').meet(error, this.showing())
      } finally {
        this.setData({ busy: false })
      }
    },

    showing() {
      const { family, subjects, value } = this.data
      return { familyId: family.id, subjects, purpose: value.audience === 'class' ? 'class' : 'show', words: value.words }
    },

    draft() {
      const { value } = this.data
      return {
        ...{ words: value.words, audience: value.audience, topic_id: value.topicId || null },
        photo_ids: value.photos.map((/** @type {any} */ { id }) => id),
        ...{ version: value.version, knowingly: this.knowingly },
      }
    },

    /** Her own words stay; what they would take the place of is the latest. */
    async mine() {
      try {
        const post = await client.get(`/posts/${this.query.id}`)
        this.setData({ post, changed: false })
        this.onChange({ detail: { value: { ...this.data.value, version: post.version } } })
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
      if (detail.knowingly) this.knowingly = true
      if (detail.words !== undefined) this.onChange({ detail: { value: { ...this.data.value, words: detail.words } } })
      else await this.save()
    },
  }),
)

/** What stands there now, or waits of one's own edit; `version` is what an edit takes the place of. @param {any} post */
async function valueOf({ words, photo_ids: shown, audience, topic, edit, version }) {
  const ids = edit?.photo_ids.length ? edit.photo_ids : shown
  const photos = await Promise.all(ids.map((/** @type {string} */ id) => client.get(`/photos/${id}`)))
  return { photos, coming: [], words: edit?.words || words, topicId: topic?.id || '', audience, version }
}

/** Its own topic stays choosable, ended or not. @param {any[]} topics @param {any} own */
function withOwn(topics, own) {
  const open = topics.filter((one) => one.open && one.standing === 'passed')
  return own && !open.some(({ id }) => id === own.id) ? [own, ...open] : open
}
