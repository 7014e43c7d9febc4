/** The photos, films and recordings of an entry; a tap shows one large, or plays it. */

const client = require('../../../api/client')
const { Problem, say } = require('../../../api/problems')

Component({
  properties: {
    /** PhotoViews */
    photos: { type: Array, value: /** @type {any[]} */ ([]) },
    title: { type: String, value: '' },
    /** whether the viewer recorded it: only then may a human be asked to look */
    mine: { type: Boolean, value: false },
  },
  data: { seen: /** @type {any[]} */ ([]), sounds: /** @type {any[]} */ ([]), doubtful: 0, asked: false },
  observers: {
    photos(photos) {
      const seen = photos.filter((/** @type {any} */ { medium }) => medium !== 'audio')
      this.setData({
        seen: seen.map((/** @type {any} */ photo) => ({ ...photo, note: noteOn(photo) })),
        sounds: photos.filter((/** @type {any} */ { medium }) => medium === 'audio'),
        doubtful: photos.filter(isDoubtful).length,
      })
    },
  },
  methods: {
    /** @param {any} event */
    open({ currentTarget }) {
      const shown = this.data.seen.filter(({ screen, play }) => screen || play)
      const current = shown.findIndex(({ id }) => id === currentTarget.dataset.id)
      if (current < 0) return
      wx.previewMedia({
        current,
        sources: shown.map(({ medium, screen, play, thumb }) =>
          medium === 'video' ? { url: play, type: 'video', poster: thumb } : { url: screen, type: 'image' },
        ),
      })
    },

    /** What is asked for already is fine. */
    async askForLook() {
      try {
        for (const { id } of this.properties.photos.filter(isDoubtful)) await asked(id)
        this.setData({ asked: true })
      } catch (error) {
        say(error)
      }
    },
  },
})

/** @param {string} id */
async function asked(id) {
  try {
    await client.post(`/photos/${id}/review`)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'review.open') throw error
  }
}

/** @param {any} photo */
const isDoubtful = ({ standing }) => standing === 'review'

/** @param {any} photo */
function noteOn({ state, standing, refusal }) {
  if (state === 'refused') return refusal
  if (state === 'stored') return '正在收好'
  if (standing === 'pending') return '正在检查'
  return standing === 'passed' ? '' : '只有自己看得到'
}
