/** 遮一下: stickers placed by tapping on a photo; a copy is made without what lies under them. */

const client = require('../../../api/client')
const { Problem, say } = require('../../../api/problems')
const { settling } = require('../../../sharing/fresh')

const MOST = 20
const SIZES = [
  { name: 'small', word: '小', part: 0.1 },
  { name: 'middle', word: '中', part: 0.18 },
  { name: 'large', word: '大', part: 0.3 },
]
const STICKERS = [
  { name: 'sun', word: '太阳' },
  { name: 'flower', word: '小花' },
  { name: 'star', word: '星星' },
  { name: 'heart', word: '爱心' },
  { name: 'cloud', word: '云朵' },
]
/** A sticker is round and drawn around what it hides, as the service does. */
const AROUND = Math.SQRT2 * 1.04

Component({
  properties: {
    /** the PhotoView to cover; null while nothing is */
    photo: { type: Object, value: /** @type {any} */ (null) },
  },
  data: {
    ...{ stickers: STICKERS, sticker: STICKERS[0].name, sizes: SIZES, size: 'middle', busy: false },
    ...{ areas: /** @type {any[]} */ ([]), ratio: 0.75 },
  },
  observers: {
    photo(photo) {
      if (photo) this.setData({ areas: [], ratio: photo.height / photo.width || 0.75 })
    },
  },
  methods: {
    /** @param {any} event */
    chooseSticker({ currentTarget }) {
      this.setData({ sticker: currentTarget.dataset.name })
    },

    /** @param {any} event */
    chooseSize({ currentTarget }) {
      this.setData({ size: currentTarget.dataset.name })
    },

    /** Where she tapped is the middle of the sticker. @param {any} event */
    place({ detail, changedTouches }) {
      const { clientX = detail.x, clientY = detail.y } = changedTouches?.[0] || {} // on the screen, however far the page was scrolled
      this.createSelectorQuery()
        .select('.photo')
        .boundingClientRect((/** @type {any} */ box) => this.put(clientX - box.left, clientY - box.top, box))
        .exec()
    },

    /** @param {number} x @param {number} y @param {{width: number, height: number}} box */
    put(x, y, box) {
      const { areas, sticker, size } = this.data
      if (areas.length >= MOST) {
        wx.showToast({ title: `一张最多贴${MOST}个`, icon: 'none' })
        return
      }
      const width = SIZES.find(({ name }) => name === size)?.part || 0.18
      const height = Math.min(1, (width * box.width) / box.height)
      const area = {
        ...{ x: within(x / box.width - width / 2, width), y: within(y / box.height - height / 2, height) },
        ...{ width, height, sticker },
      }
      this.setData({ areas: [...areas, { ...area, ...drawn(area), at: areas.length }] })
    },

    undo() {
      this.setData({ areas: this.data.areas.slice(0, -1) })
    },

    async done() {
      const { photo } = this.properties
      const areas = this.data.areas.map(({ style: _, at: __, ...area }) => area)
      this.setData({ busy: true })
      try {
        const { id } = await client.post(`/photos/${photo.id}/coverings`, { areas })
        const made = await settling(`/coverings/${id}`, isDone)
        if (!made.photo) throw new Problem({ status: 409, code: 'covering.failed', detail: '没遮成，再试一次。' })
        this.triggerEvent('covered', { photo: made.photo })
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
  },
})

/** Its copy has to be read, too, before it can be shown. @param {any} covering */
const isDone = ({ state, photo }) => state === 'failed' || photo?.state === 'ready'

/** Where its sticker is to be seen. @param {{x: number, y: number, width: number, height: number}} area */
function drawn({ x, y, width, height }) {
  const [wide, high] = [width * AROUND, height * AROUND]
  const places = { left: x - (wide - width) / 2, top: y - (high - height) / 2, width: wide, height: high }
  return { style: Object.entries(places).map(([name, part]) => `${name}:${part * 100}%`).join(';') }
}

/** @param {number} from @param {number} length */
const within = (from, length) => Math.min(Math.max(from, 0), 1 - length)
