/** A photo in its place from the first moment: its colour, then its ThumbHash, then itself. */

const { dataUrl } = require('./thumbhash')

Component({
  properties: {
    src: { type: String, value: '' },
    /** ThumbHash in Base64, or empty */
    hash: { type: String, value: '' },
    colour: { type: String, value: '' },
    /** height by width; 0 where the surroundings give the height */
    ratio: { type: Number, value: 1 },
    alt: { type: String, value: '' },
    film: { type: Boolean, value: false },
  },
  data: { there: false, blur: '' },
  observers: {
    hash(hash) {
      this.setData({ blur: hash ? dataUrl(hash) : '' })
    },
    src() {
      this.setData({ there: false })
    },
  },
  methods: {
    arrived() {
      this.setData({ there: true })
    },
    missed() {
      this.triggerEvent('missed')
    },
  },
})
