/** 微信里提醒我: WeChat grants one message for each yes, so each yes is asked for on its own. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { accepted } = require('../../sharing/reminding')

const ABOUT = /** @type {Record<string, string>} */ ({
  on_this_day: '哪年的今天记过事，早上说一声',
  task_due: '班里的活动快到日子了，还没参加就说一声',
  story_added: '家里人给一条记录补了一段讲述',
  post_shown: '晒的检查好了，能给别人看了',
  post_commented: '有人在您晒的下面留了话',
})

Page(
  screen({
    data: { items: /** @type {any[]} */ ([]), busy: false },

    async load() {
      await inside()
      this.show(await client.get('/subscriptions'))
    },

    /** @param {{items: any[]}} found */
    show({ items }) {
      this.setData({ items: items.map((one) => ({ ...one, about: ABOUT[one.kind] })) })
    },

    /** @param {any} event */
    async ask({ currentTarget }) {
      const { kind, template } = currentTarget.dataset
      if (!(await accepted(template))) return
      const kept = await doing(this, async () => this.show(await client.post('/subscriptions', { kinds: [kind] })))
      if (kept) wx.showToast({ title: '到时候说一声', icon: 'success' })
    },
  }),
)
