/** Height, weight and eyesight as curves, and all that was measured. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { screen } = require('../../look/screen')
const { listing } = require('../../look/listing')
const { dayInWords } = require('../../words/dates')

const KINDS = [
  { value: 'height', label: '身高' },
  { value: 'weight', label: '体重' },
  { value: 'eyesight', label: '视力' },
]

Page(
  screen(
    listing({
      data: {
        ...{ child: /** @type {any} */ (null), kinds: KINDS, kind: 'height', curve: /** @type {any} */ (null) },
        ...{ chosen: /** @type {any} */ ({}), said: '', empty: true },
      },

      onShow() {
        this.stale = true
      },

      async prepare() {
        await inside()
        this.setData({ child: await client.get(`/students/${this.query.id}`) })
        await this.draw(this.data.kind)
      },

      /** @param {string} cursor */
      async page(cursor) {
        const { items, next } = await client.get(`/students/${this.query.id}/measurements`, { cursor })
        return { items: items.map(inWords), next }
      },

      /** @param {string} kind */
      async draw(kind) {
        const curve = await client.get(`/students/${this.query.id}/curves/${kind}`)
        const points = curve.series.flatMap((/** @type {any} */ one) => one.points)
        this.setData({ kind, curve, empty: !points.length, chosen: {}, said: '' })
      },

      /** @param {any} event */
      async choose({ detail }) {
        this.setData({ kind: detail.value })
        this.stale = true
        await this.refresh()
      },

      /** @param {any} event */
      read({ detail: point }) {
        const { curve } = this.data
        const unit = curve.quantity === 'eyesight' ? '' : curve.unit
        const said = [dayInWords(point.day), point.age, `${point.name}${point.value}${unit}`].join(' · ')
        this.setData({ chosen: point, said })
      },

      add() {
        wx.navigateTo({ url: `/pages/child/measure?id=${this.query.id}` })
      },

      /** @param {any} event */
      correct({ currentTarget }) {
        const { id, changeable } = currentTarget.dataset
        if (changeable) wx.navigateTo({ url: `/pages/child/measure?id=${this.query.id}&measurement=${id}` })
      },
    }),
  ),
)

/** @param {any} one a MeasurementView */
function inWords(one) {
  const eyes = [one.left_eye && `左眼${one.left_eye.toFixed(1)}`, one.right_eye && `右眼${one.right_eye.toFixed(1)}`]
  const body = [one.height_cm && `${one.height_cm}厘米`, one.weight_kg && `${one.weight_kg}公斤`]
  const standing = [...new Set([one.height_standing, one.weight_standing])].filter(Boolean).join(' ')
  return { ...one, dayWords: dayInWords(one.day), body: shown(body), eyes: shown(eyes), standing }
}

/** @param {any[]} figures those that were measured, in words */
const shown = (figures) => figures.filter(Boolean).join(' · ')
