/** This is our archive: in which of two ways it is divided, a guardian's word, and the city's programme. */

const { schemes } = require('../../api/class-schemes')
const client = require('../../api/client')
const { inside, decidesIn } = require('../../api/inside')
const { openPaper } = require('../../api/papers')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { dayInWords } = require('../../words/dates')

/** How each kind of scheme is said at home; the letter is its version's first. @type {Record<string, {title: string, means: string}>} */
const WAYS = {
  a: { title: '按是什么东西分', means: '证件一类、书信一类、照片一类，一看就知道放哪儿。大多数人家用这种。' },
  b: { title: '按是什么事分', means: '家里的历史一类、荣誉一类、收藏一类，适合东西多、想讲故事的人家。' },
}

Page(
  screen({
    data: {
      ...{ familyId: '', archive: /** @type {any} */ (null), decides: false, busy: false, confirmed: '' },
      ...{ ways: /** @type {any[]} */ ([]), standing: /** @type {any} */ (null), since: '' },
    },

    onShow() {
      this.stale = true // one comes back from joining the programme
    },

    async load() {
      const home = await inside()
      const familyId = this.query.family || home.family?.id || ''
      const [archive, all] = await Promise.all([client.get(`/families/${familyId}/archive`), schemes()])
      const decides = decidesIn(home, familyId)
      const standing = decides ? await client.find(`/families/${familyId}/household/standing`) : null
      this.setData({ familyId, decides, standing, ways: all.map(wayOf), since: standing?.since ? dayInWords(standing.since) : '' })
      this.show(archive)
    },

    /** @param {any} archive */
    show(archive) {
      this.setData({ archive, confirmed: archive.confirmed_at ? dayInWords(archive.confirmed_at) : '' })
    },

    /** @param {any} event */
    async choose({ currentTarget }) {
      const { version, title } = currentTarget.dataset
      const { familyId, archive, decides } = this.data
      if (!decides || version === archive.scheme) return
      if (!(await sure(`换成${title}？`, '收好的一件都不用动，会自己归到新的类里，编号也不变。想换回来随时可以。', '换'))) return
      await doing(this, async () => this.show(await client.put(`/families/${familyId}/archive`, { scheme: version })))
    },

    async confirm() {
      const path = `/families/${this.data.familyId}/archive/confirmation`
      if (await doing(this, async () => this.show(await client.put(path)))) await this.refresh()
    },

    async takeBack() {
      if (!(await sure('先不算数？', '收好的都还在，只是这句话收回来。', '收回来'))) return
      const path = `/families/${this.data.familyId}/archive/confirmation`
      if (await doing(this, async () => this.show(await client.remove(path)))) await this.refresh()
    },

    openReport() {
      return doing(this, () => openPaper(`/families/${this.data.familyId}/soundness.pdf`, '看看有没有缺的坏的.pdf'))
    },

    openProgramme() {
      wx.navigateTo({ url: `/pages/family/household?family=${this.data.familyId}` })
    },
  }),
)

/** @param {any} scheme */
function wayOf({ version, classes }) {
  const names = classes.filter((/** @type {any} */ { parent }) => !parent).map((/** @type {any} */ { name }) => name)
  return { version, ...WAYS[version[0]], names: names.join('、') }
}
