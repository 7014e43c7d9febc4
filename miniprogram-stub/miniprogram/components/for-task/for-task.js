/** Beside what was just recorded: the task that waits for it. */

const errand = require('../../recording/errand')

Component({
  properties: {
    /** the entry, once the service has it */
    entryId: { type: String, value: '' },
    /** the child's whose it is */
    studentId: { type: String, value: '' },
  },
  data: { task: /** @type {import('../../recording/errand').Errand | null} */ (null) },
  observers: {
    'entryId, studentId'(entryId, studentId) {
      this.setData({ task: entryId ? errand.waitingFor(studentId) : null })
    },
  },
  methods: {
    answer() {
      const { task: id, child, ofClass } = /** @type {import('../../recording/errand').Errand} */ (this.data.task)
      errand.end()
      this.setData({ task: null })
      wx.navigateTo({ url: `/pages/task/choose?task=${id}&child=${child}&class=${ofClass}&entry=${this.properties.entryId}` })
    },
  },
})
