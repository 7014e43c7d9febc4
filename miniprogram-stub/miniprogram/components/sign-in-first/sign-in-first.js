/** Where a page shows only what is one's own: signing in, after a tap, and then going on. */

const { say } = require('../../api/problems')
const whose = require('../../api/home')

Component({
  properties: {
    /** what there is to see afterwards, in a sentence */
    why: { type: String, value: '' },
  },
  data: { busy: false },
  methods: {
    /** Tells `done` once somebody is signed in. */
    async signIn() {
      this.setData({ busy: true })
      try {
        await whose.signIn()
        this.triggerEvent('done')
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },
  },
})
