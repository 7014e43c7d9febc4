/** 日期待补: photos of which nobody knows the day; one answer for as many as one chooses. */

const client = require('../../api/client')
const { inside } = require('../../api/inside')
const { doing } = require('../../look/doing')
const { listing } = require('../../look/listing')
const { screen } = require('../../look/screen')
const { inWords } = require('../../words/edtf')

const MOST = 500

Page(
  screen(
    listing({
      data: { chosen: 0, taken: '', asking: false, asked: 0, busy: false, hint: '', hintWords: '' },
      family: '',

      async prepare() {
        const home = await inside()
        this.family = this.query.family || home.family?.id || ''
        this.setData({ chosen: 0 })
      },

      /** @param {string} cursor */
      page(cursor) {
        return client.get(`/families/${this.family}/photos`, { show: 'undated', cursor })
      },

      /** @param {any} event */
      toggle({ currentTarget }) {
        this.mark((one) => (one.id === currentTarget.dataset.id ? !one.on : one.on))
      },

      chooseAll() {
        const all = this.data.items.slice(0, MOST).every((/** @type {any} */ { on }) => on)
        this.mark((_, at) => !all && at < MOST)
      },

      /** @param {(one: any, at: number) => boolean} isOn */
      mark(isOn) {
        const marks = this.data.items.map((/** @type {any} */ one, /** @type {number} */ at) => Boolean(isOn(one, at)))
        const changed = marks.flatMap((/** @type {boolean} */ on, /** @type {number} */ at) => (on === Boolean(this.data.items[at].on) ? [] : [[`items[${at}].on`, on]]))
        this.setData({ ...Object.fromEntries(changed), chosen: marks.filter(Boolean).length })
      },

      async ask() {
        this.setData({ asking: true, asked: this.data.chosen, taken: '', hint: '', hintWords: '' })
        const [photo, ...others] = this.data.items.filter((/** @type {any} */ { on }) => on)
        if (!others.length) await this.suggest(photo)
      },

      /** What a photo that looks like it says; only a help. @param {any} photo */
      async suggest({ id }) {
        try {
          const { taken } = await client.get(`/photos/${id}/suggestions`)
          this.setData({ hint: taken, hintWords: inWords(taken) })
        } catch {
          this.setData({ hint: '', hintWords: '' })
        }
      },

      take() {
        this.setData({ taken: this.data.hint })
      },

      /** @param {any} event */
      onTaken({ detail }) {
        this.setData({ taken: detail.value })
      },

      close() {
        this.setData({ asking: false })
      },

      async save() {
        const ids = this.data.items.filter((/** @type {any} */ { on }) => on).map((/** @type {any} */ { id }) => id)
        const { taken } = this.data
        const went = await doing(this, () => client.put('/photos', { family_id: this.family, photo_ids: ids, taken }))
        if (!went) return
        wx.showToast({ title: '记下了', icon: 'success' })
        this.setData({ asking: false })
        await this.refresh()
      },
    }),
  ),
)
