const notices = require('./api/notices')
const look = require('./look/look')
const queue = require('./recording/queue')

App({
  onLaunch() {
    look.watch()
  },
  onShow() {
    look.refresh()
    queue.start()
    notices.count()
  },
})
