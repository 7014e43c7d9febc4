/** One thing that somebody said: who, when, the words, how far its check is, its ··· menu. */

Component({
  properties: {
    /** with `when` and `note` in words */
    comment: { type: Object, value: {} },
    /** whether it can be answered */
    answerable: { type: Boolean, value: false },
  },
  methods: {
    menu() {
      this.triggerEvent('menu')
    },
    answer() {
      this.triggerEvent('answer')
    },
  },
})
