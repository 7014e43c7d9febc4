/** The phone's recorder: there is one, and it records one voice at a time. */

const MOST = 180000

/** @typedef {{path: string, bytes: number, seconds: number}} Recorded */

/** @type {{done: (voice: Recorded) => void, failed: (errMsg: string) => void} | null} */
let waiting = null
let listening = false

function listen() {
  if (listening) return
  listening = true
  const recorder = wx.getRecorderManager()
  recorder.onStop(({ tempFilePath, fileSize, duration }) => {
    waiting?.done({ path: tempFilePath, bytes: fileSize, seconds: duration / 1000 })
    waiting = null
  })
  recorder.onError(({ errMsg }) => {
    waiting?.failed(errMsg)
    waiting = null
  })
  // A call pauses the recorder for good: what was told until then is kept.
  recorder.onInterruptionBegin(stop)
}

/**
 * Record until `stop`, a call, or for three minutes.
 * @returns {Promise<Recorded>} rejected with WeChat's words where it may not or cannot
 */
function record() {
  listen()
  return new Promise((done, failed) => {
    waiting = { done, failed }
    wx.getRecorderManager().start({ duration: MOST, format: 'mp3', sampleRate: 16000, numberOfChannels: 1, encodeBitRate: 48000 })
  })
}

function stop() {
  if (waiting) wx.getRecorderManager().stop()
}

module.exports = { record, stop }
