/** A poster of a link: asked for, waited for, looked at, saved to the album after a warning. */

const client = require('../../api/client')
const { Problem, say } = require('../../api/problems')
const { sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { settling } = require('../../sharing/fresh')

const ALBUM = 'scope.writePhotosAlbum'
const REFUSED = 'album.refused'
const SHAPES = [
  { name: '4:5', word: '竖的' },
  { name: '1:1', word: '方的' },
]

Page(
  screen({
    data: { shapes: SHAPES, shape: SHAPES[0].name, poster: /** @type {any} */ (null), busy: false, saved: false, refused: false },
    turn: 0,

    async load() {
      const turn = (this.turn += 1)
      if (!this.query.link) await this.findLink()
      const asked = await client.post(`/share-links/${this.query.link}/posters`, { shape: this.data.shape })
      const poster = asked.state === 'ready' ? asked : await settling(`/posters/${asked.id}`, isReady)
      if (turn === this.turn) this.setData({ poster, saved: false })
    },

    /** A notice names the poster alone. */
    async findLink() {
      const { link_id: link, shape } = await client.get(`/posters/${this.query.id}`)
      this.query = { link }
      this.setData({ shape })
    },

    /** @param {any} event */
    choose({ currentTarget }) {
      this.setData({ shape: currentTarget.dataset.name, poster: null, state: 'loading' })
      return this.refresh()
    },

    async save() {
      const { poster, busy } = this.data
      if (!busy && (await sure('存到手机相册？', poster.warning, '存下来'))) await this.keep()
    },

    /** Into the album; where the phone was told not to let us, she can let us in its settings. */
    async keep() {
      const { poster } = this.data
      this.setData({ busy: true, refused: false })
      try {
        await savePicture(poster.url)
        this.setData({ saved: true })
        wx.showToast({ title: '存好了', icon: 'success' })
      } catch (error) {
        this.setData({ refused: error instanceof Problem && error.code === REFUSED })
        if (!this.data.refused) say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    /** She has been to the settings. @param {any} event */
    async onSettings({ detail }) {
      if (detail.authSetting?.[ALBUM]) await this.keep()
    },

    look() {
      wx.previewImage({ urls: [this.data.poster.url] })
    },
  }),
)

/** @param {any} poster */
const isReady = ({ state }) => state === 'ready'

/** @param {string} url @throws {Problem} */
async function savePicture(url) {
  const filePath = await fetched(url)
  try {
    await wx.saveImageToPhotosAlbum({ filePath })
  } catch (error) {
    const { errMsg = '' } = /** @type {any} */ (error)
    if (/auth (deny|denied)/.test(errMsg)) throw new Problem({ status: 403, code: REFUSED, detail: '' })
    const detail = /privacy/.test(errMsg) ? '没有同意隐私指引，暂时存不了。' : '没存成，再试一次。'
    throw new Problem({ status: 403, code: 'album', detail })
  }
}

/** @param {string} url @returns {Promise<string>} where it lies on the phone */
function fetched(url) {
  const failed = () => new Problem({ status: 0, code: 'offline', detail: '海报没有下载成，再试一次。' })
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      success: ({ statusCode, tempFilePath }) => (statusCode === 200 ? resolve(tempFilePath) : reject(failed())),
      fail: () => reject(failed()),
    })
  })
}
