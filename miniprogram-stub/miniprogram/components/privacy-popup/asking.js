/** WeChat asks for a yes to the privacy guideline; the popup of the page on top answers. */

/**
 * @typedef {(answer: {event: 'exposureAuthorization' | 'agree' | 'disagree', buttonId?: string}) => void} Answer
 */

/** @type {Answer[]} those who wait for her decision */
let waiting = []
let listening = false

/** @type {Set<(asking: boolean) => void>} the popups of the pages that are shown */
const popups = new Set()

/**
 * Hear when WeChat asks, and when it was answered, until the returned function is called.
 * @param {(asking: boolean) => void} tell
 */
function follow(tell) {
  listen()
  popups.add(tell)
  return () => popups.delete(tell)
}

/** WeChat keeps one listener: it is ours, for all pages. */
function listen() {
  if (listening) return
  listening = true
  wx.onNeedPrivacyAuthorization((/** @type {any} */ resolve) => {
    const answer = /** @type {Answer} */ (resolve)
    waiting.push(answer)
    answer({ event: 'exposureAuthorization' })
    popups.forEach((tell) => tell(true))
  })
}

/** @param {string} buttonId of the button with open-type agreePrivacyAuthorization */
function agree(buttonId) {
  answered((answer) => answer({ event: 'agree', buttonId }))
}

/** What needs the guideline does not go on; everything else does. */
function refuse() {
  answered((answer) => answer({ event: 'disagree' }))
}

/** @param {(answer: Answer) => void} say */
function answered(say) {
  const asked = waiting
  waiting = []
  popups.forEach((tell) => tell(false))
  asked.forEach(say)
}

module.exports = { follow, agree, refuse }
