/** A post in a list: whose, its pictures, how it begins, the heart, what is said, the ··· menu. */

const { audienceOf } = require('../../sharing/audiences')
const { standingOf } = require('../../sharing/standing')
const { ago } = require('../../words/dates')

Component({
  properties: {
    /** a FeedItem or a PostView */
    post: { type: Object, value: {} },
    /** whether it is read in full, on its own page */
    whole: { type: Boolean, value: false },
  },
  data: { told: '', note: '', pictures: /** @type {any[]} */ ([]) },
  observers: {
    post(post) {
      if (!post.id) return
      const audience = post.audience === 'public' ? '' : audienceOf(post.audience).word
      this.setData({
        told: [post.child && post.family, post.shown_at && ago(post.shown_at), audience].filter(Boolean).join(' · '),
        note: this.properties.whole ? '' : standingOf(post).title,
        pictures: post.film ? [{ ...post.pictures[0], film: post.film }] : post.pictures,
      })
    },
  },
  methods: {
    open() {
      if (!this.properties.whole) this.tell('open')
    },
    like() {
      this.tell('like')
    },
    more() {
      this.tell('more')
    },
    topic() {
      this.tell('topic')
    },

    /** @param {string} what */
    tell(what) {
      this.triggerEvent(what, { post: this.properties.post })
    },
  },
})
