/** A task or a theme in a list; a tap opens it. */

Component({
  properties: {
    /** a TaskView in words (words/tasks), with `done` where the child took part */
    task: { type: Object, value: {} },
  },
  methods: {
    open() {
      wx.navigateTo({ url: `/pages/task/task?id=${/** @type {any} */ (this.properties.task).id}` })
    },
  },
})
