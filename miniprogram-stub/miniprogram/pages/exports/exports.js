/** 带回家: everything of the family, or of one child, as one file for a computer. A grown child takes its own. */

const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { intent } = require('../../api/intent')
const { copied } = require('../../look/copying')
const { doing, sure } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { soon } = require('../../look/soon')
const { dayInWords, iso, isAged } = require('../../words/dates')
const { sizeOf } = require('../../words/sizes')

const UNDER_WAY = ['waiting', 'packing']
const OF_ALL = 'all'

Page(
  screen(
    listing({
      ...soon,
      data: {
        ...{ familyId: '', decides: false, grown: false, busy: false, whose: OF_ALL, choices: /** @type {any[]} */ ([]) },
        ...{ names: /** @type {Record<string, string>} */ ({}), fetched: '', address: '' },
      },
      ask: intent(),

      onLoad() {
        this.ask = intent()
      },

      async prepare() {
        const home = await inside()
        const { id, family } = this.query
        const familyId = id ? (await client.get(`/exports/${id}`)).family_id : family || home.family?.id || ''
        const children = home.children.filter((one) => one.family_id === familyId)
        const own = children.find(({ oneself }) => oneself)
        if (!own && !home.account.families.some((/** @type {any} */ one) => one.id === familyId)) await client.get(`/families/${familyId}`)
        const grown = Boolean(own && isAged(own, 18))
        this.setData({
          ...{ familyId, grown, decides: grown || decidesIn(home, familyId), whose: grown ? own.id : this.data.whose },
          names: Object.fromEntries(children.map(({ id: child, nickname }) => [child, nickname])),
          choices: grown ? [] : [{ value: OF_ALL, label: '全家的' }, ...children.map(({ id: child, nickname }) => ({ value: child, label: `只要${nickname}的` }))],
        })
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { familyId, decides, names } = this.data
        if (!decides) return { items: [], next: '' }
        const { items, next } = await client.get(`/families/${familyId}/exports`, { cursor })
        if (!cursor) this.follow(items.some((/** @type {any} */ { state }) => UNDER_WAY.includes(state)))
        return { items: items.map((/** @type {any} */ one) => told(one, names)), next }
      },

      /** @param {any} event */
      choose({ detail }) {
        this.setData({ whose: detail.value })
      },

      async begin() {
        const { familyId, whose } = this.data
        const body = whose === OF_ALL ? {} : { student_id: whose }
        if (!(await doing(this, () => this.ask(`/families/${familyId}/exports`, body)))) return
        this.ask = intent()
        await this.refresh()
      },

      /** A bag is for a computer: its address goes to the clipboard, or is there to be held and copied. @param {any} event */
      async copy({ currentTarget }) {
        const { id } = currentTarget.dataset
        await doing(this, async () => {
          const { url } = await client.get(`/exports/${id}/download`)
          this.setData({ fetched: id, address: (await copied(url)) ? '' : url })
        })
      },

      /** @param {any} event */
      async giveUp({ currentTarget }) {
        const { id, ready } = currentTarget.dataset
        const asked = ready
          ? sure('收起来？', '这一份马上下载不了了。家里的东西都还在，想要可以再打包。', '收起来')
          : sure('不打包了？', '家里的东西都还在，想要可以再打包。', '不打包了')
        if (!(await asked)) return
        if (await doing(this, () => client.remove(`/exports/${id}`))) await this.refresh()
      },
    }),
  ),
)

/** By the phone's own calendar. @param {string} moment */
const dayOf = (moment) => dayInWords(iso(new Date(moment)))

/** @param {any} one an ExportView @param {Record<string, string>} names of the children */
function told(one, names) {
  const { state, student_id: child, bytes, files, asked_at: asked, expires_at: expires } = one
  const isThere = state === 'ready' && new Date(expires).getTime() > Date.now()
  return {
    ...one,
    ...{ underWay: UNDER_WAY.includes(state), isThere, asked: dayOf(asked), until: expires ? dayOf(expires) : '' },
    whose: child ? `${names[child] || '孩子'}的` : '全家的',
    size: bytes ? `${sizeOf(bytes)}${files ? `，照片、视频和录音${files}个` : ''}` : '',
    over: state === 'cancelled' ? '没打完就停了' : '已经收起来了',
  }
}
