/** A child: who it is, and doors to all that is kept of it or decided for it. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { handOver, lent } = require('../../api/handover')
const { screen } = require('../../look/screen')
const { doing, sure } = require('../../look/doing')
const { dayInWords } = require('../../words/dates')

Page(
  screen({
    data: {
      ...{ child: /** @type {any} */ (null), birthday: '', decides: false, lent: false, busy: false },
      ...{ measured: '', inClass: '', classId: '', invitation: /** @type {any} */ (null) },
    },

    onShow() {
      this.stale = true // what is changed behind the doors is to be seen here
    },

    async load() {
      const home = await inside()
      const child = await client.get(`/students/${this.query.id}`)
      const decides = decidesIn(home, child.family_id)
      const [measurements, enrolments] = await Promise.all([
        client.get(`/students/${child.id}/measurements`),
        client.get(`/students/${child.id}/enrolments`),
      ])
      this.setData({
        ...{ child, decides, lent: Boolean(lent()), birthday: dayInWords(child.birth_date) },
        ...{ measured: measuredIn(measurements.items[0]), ...classIn(enrolments.items) },
        invitation: decides && !child.signs_in ? await invitationOf(child.id) : null,
      })
      wx.setNavigationBarTitle({ title: child.nickname })
    },

    async lend() {
      const { nickname } = this.data.child
      const told = '半小时里，这部手机上是孩子自己在用：能翻自己的成长册，能写，写的要大人看过才收进去。别的都动不了。'
      if (!(await sure(`把手机交给${nickname}？`, told, '交给孩子'))) return
      if (await doing(this, () => handOver(this.data.child))) wx.reLaunch({ url: '/pages/child/lent' })
    },

    async invite() {
      const made = await doing(this, async () => {
        const invitation = await client.post(`/students/${this.data.child.id}/invitations`)
        this.setData({ invitation })
      })
      if (made) wx.showToast({ title: '请柬做好了', icon: 'success' })
    },

    async endInvitation() {
      if (!(await sure('收回请柬？', '发出去的那张就打不开了。', '收回'))) return
      await doing(this, () => client.remove(`/student-invitations/${this.data.invitation.id}`))
      await this.refresh()
    },

    async endAccount() {
      const { nickname, id } = this.data.child
      const told = '孩子的微信就打不开这本成长册了。写过的都还在，以后可以再请。'
      if (!(await sure(`不再让${nickname}自己登录？`, told, '不让了'))) return
      await doing(this, () => client.remove(`/students/${id}/account`))
      await this.refresh()
    },

    onShareAppMessage() {
      const { child, invitation } = this.data
      return { title: `${child.nickname}，这是你的成长册`, path: `/pages/child/enter?code=${invitation?.code || ''}` }
    },
  }),
)

/** @param {any} latest a MeasurementView, or nothing */
function measuredIn(latest) {
  if (!latest) return '还没量过'
  const { height_cm: tall, weight_kg: heavy } = latest
  return [tall && `${tall}厘米`, heavy && `${heavy}公斤`].filter(Boolean).join(' · ') || latest.age
}

/** The class that the child is in, or waits for. @param {any[]} enrolments */
function classIn(enrolments) {
  const present = enrolments.find(({ until }) => !until)
  if (!present) return { inClass: '还没有班级', classId: '' }
  return { inClass: present.confirmed ? present.class_name : '等老师点头', classId: present.class_id }
}

/** One's own open invitation, which can be handed on. @param {string} childId */
async function invitationOf(childId) {
  const { items } = await client.get(`/students/${childId}/invitations`)
  return items.find((/** @type {any} */ { code }) => code) || null
}
