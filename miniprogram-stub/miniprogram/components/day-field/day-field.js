/** A day to be chosen from WeChat's own picker, shown as one says it. */

const { dayInWords } = require('../../words/dates')

Component({
  properties: {
    /** 2026-06-01, or empty */
    value: { type: String, value: '' },
    /** what day this is */
    label: { type: String, value: '' },
    /** the first and the last that can be chosen; empty: any */
    start: { type: String, value: '' },
    end: { type: String, value: '' },
  },
  data: { words: '' },
  observers: {
    value(value) {
      this.setData({ words: value && dayInWords(value) })
    },
  },
  methods: {
    /** @param {any} event */
    choose({ detail }) {
      this.triggerEvent('change', { value: detail.value })
    },
  },
})
