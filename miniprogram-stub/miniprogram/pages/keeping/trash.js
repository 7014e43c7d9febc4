/** 回收站: what was put away, and for how many days it comes back. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { daysLeft } = require('../../words/dates')

/** Each kind: where its list is, where it is restored, and how one of the list is shown. */
const KINDS = [
  { key: 'entries', words: '记录', list: 'trash/entries', of: 'entries', shown: ofEntry },
  { key: 'photos', words: '照片', list: 'trash', of: 'photos', shown: ofPhoto },
  { key: 'posts', words: '晒过的', list: 'trash/posts', of: 'posts', shown: ofPost },
]

Page(
  screen(
    listing({
      data: { kinds: KINDS.map(({ key, words }) => ({ value: key, label: words })), kind: 'entries', busy: false },
      root: '',

      async prepare() {
        const home = await inside()
        this.root = `/families/${this.query.family || home.family?.id}`
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { list, shown } = this.chosen()
        const { items, next } = await client.get(`${this.root}/${list}`, { cursor })
        return { items: items.map(shown), next }
      },

      chosen() {
        return /** @type {typeof KINDS[0]} */ (KINDS.find(({ key }) => key === this.data.kind))
      },

      /** @param {any} event */
      choose({ detail }) {
        this.setData({ kind: detail.value, items: [], next: '', state: 'loading' })
        return this.refresh()
      },

      /** @param {any} event */
      async restore({ currentTarget }) {
        const { id } = currentTarget.dataset
        const went = await doing(this, () => client.post(`/${this.chosen().of}/${id}/restoration`))
        if (!went) return
        this.setData({ items: this.data.items.filter((/** @type {any} */ one) => one.id !== id) })
        wx.showToast({ title: '放回去了', icon: 'success' })
      },
    }),
  ),
)

/** @param {any} trashed */
function ofEntry({ entry, purged_at: purged }) {
  const photo = entry.photos[0]
  const title = entry.title || entry.story || '一条记录'
  return { id: entry.id, photo: photo && pictureOf(photo), title, note: entry.when, left: leftInWords(purged) }
}

/** @param {any} trashed */
function ofPhoto({ photo, purged_at: purged }) {
  return { id: photo.id, photo: pictureOf(photo), title: photo.caption, note: photo.when, left: leftInWords(purged) }
}

/** @param {any} trashed */
function ofPost({ post, purged_at: purged }) {
  const [picture] = post.pictures
  const photo = picture && { src: picture.url, colour: picture.colour, hash: '' }
  return { id: post.id, photo, title: post.words || '晒过的照片', note: '', left: leftInWords(purged) }
}

/** @param {any} photo */
const pictureOf = ({ thumb, thumbhash, colour, medium }) => ({ src: thumb, hash: thumbhash, colour, film: medium === 'video' })

/** @param {string} purged when it goes for good */
function leftInWords(purged) {
  const days = daysLeft(purged)
  return days > 0 ? `还能放回去${days}天` : '今天过后就没有了'
}
