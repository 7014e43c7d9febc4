/** What is on its way from this phone, in a sentence. */

const drafts = require('./drafts')
const { isStuck, waitingOf } = require('./entering')
const queue = require('./queue')

/** @returns {string} empty where there is nothing */
function waitingWords() {
  const waiting = drafts.recorded().filter(({ done }) => done)
  if (!waiting.length) return ''
  if (waiting.some(isStuck)) return '有的没能收进去，点开看看。'
  if (queue.isResting()) return '网络不给力，连上就接着传，不会丢。'
  const files = waiting.flatMap(waitingOf).length
  return `正在收好${files ? `，还有${files}张` : ''}…`
}

module.exports = { waitingWords }
