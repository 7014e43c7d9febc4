const notices = require('./api/notices')
const look = require('./look/look')
const queue = require('./recording/queue')

App({
  onLaunch() {
    look.watch()
    // A voice was tapped to be heard, also where the phone's mute switch is on.
    wx.setInnerAudioOption({ obeyMuteSwitch: false })
  },
  onShow() {
    look.refresh()
    queue.start()
    notices.count()
  },
})
