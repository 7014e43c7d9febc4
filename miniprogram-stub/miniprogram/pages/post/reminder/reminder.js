/** 看好了告诉我: one message in WeChat once somebody has looked; a no changes nothing. */

const client = require('../../../api/client')
const { doing } = require('../../../look/doing')
const { accepted } = require('../../../sharing/reminding')

const KIND = 'post_shown'

Component({
  data: { offer: /** @type {any} */ (null), busy: false },
  lifetimes: {
    attached() {
      client.get('/subscriptions').then((found) => this.show(found), () => {}) // it can do without
    },
  },
  methods: {
    /** @param {{items: any[]}} found */
    show({ items }) {
      this.setData({ offer: items.find(({ kind }) => kind === KIND) || null })
    },

    async ask() {
      if (!(await accepted(this.data.offer.template_id))) return
      await doing(this, async () => this.show(await client.post('/subscriptions', { kinds: [KIND] })))
    },
  },
})
