/** One donation: how it stands, what is in it, what the archive said, and what is left to decide. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { openPaper } = require('../../api/papers')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { soon } = require('../../look/soon')
const { STATES, PUBLICATIONS, dayOf, lineOf, termsInWords } = require('./terms')

const SIGNED = ['signed', 'accessioned']
const OPEN = ['offered', 'wanted', 'signed']

Page(
  screen({
    ...soon, // it may be signed on the page that comes next
    data: { donation: /** @type {any} */ (null), said: STATES.offered, lines: /** @type {any[]} */ ([]), busy: false },

    async load() {
      await inside()
      this.show(await client.get(`/donations/${this.query.id}`))
    },

    /** @param {any} donation a DonationView */
    show(donation) {
      const { state, items, arriving } = donation
      this.setData({
        donation: told(donation),
        said: arriving ? { title: '正在做复制件', means: '档案馆正在登记入馆，一会儿就好。' } : STATES[state],
        lines: items.map((/** @type {any} */ line) => lineOf(state, line)),
      })
      this.follow(arriving)
    },

    /** @param {any} event */
    openItem({ currentTarget }) {
      const { item } = currentTarget.dataset
      if (item) wx.navigateTo({ url: `/pages/filing/item?id=${item}` })
    },

    openDeed() {
      wx.navigateTo({ url: `/pages/donations/deed?id=${this.query.id}` })
    },

    openCertificate() {
      return doing(this, () => openPaper(`/donations/${this.query.id}/certificate.pdf`, '捐赠证书.pdf'))
    },

    openReport() {
      return doing(this, () => openPaper(`/donations/${this.query.id}/soundness.pdf`, '入馆检查.pdf'))
    },

    /** Only less than before: the service takes nothing else. @param {any} event */
    async narrow({ currentTarget }) {
      const { value, label } = currentTarget.dataset
      const told = '说了马上算数。以后要放宽，得和档案馆另签一份协议。'
      if (!(await sure(`改成“${label}”？`, told, '改'))) return
      const path = `/donations/${this.query.id}/publication`
      if (await doing(this, async () => this.show(await client.put(path, { publication: value })))) wx.showToast({ title: '改好了', icon: 'success' })
    },

    async takeBack() {
      const told = '档案馆就看不到了，做好的复制件马上删掉。家里的东西都还在，以后想捐可以再提出。'
      if (!(await sure('收回这次捐赠？', told, '收回'))) return
      if (await doing(this, () => client.remove(`/donations/${this.query.id}`))) await this.refresh()
    },
  }),
)

/** @param {any} donation */
function told(donation) {
  const { state, mine, publication } = donation
  const isSigned = SIGNED.includes(state)
  const at = PUBLICATIONS.findIndex(({ value }) => value === publication)
  return {
    ...donation,
    ...{ isSigned, isOpen: OPEN.includes(state), signs: state === 'wanted' && mine, waits: state === 'wanted' && !mine },
    ...{ terms: isSigned ? termsInWords(donation) : [], narrower: isSigned ? PUBLICATIONS.slice(0, at) : [] },
    ...{ offered: dayOf(donation.offered_at), signed: dayOf(donation.signed_at), accessioned: dayOf(donation.accessioned_at) },
  }
}
