/** A guardian hands the phone to the child for a while, and takes it back. */

const client = require('./client')
const session = require('./session')
const whose = require('./home')
const queue = require('../recording/queue')

/**
 * The child is signed in here, for half an hour at most.
 * @param {{id: string, nickname: string, family_id: string}} child
 * @throws {import('./problems').Problem}
 */
async function handOver(child) {
  const handover = await client.post(`/students/${child.id}/handover`)
  session.lend(handover, child.nickname)
  whose.choose(child)
  queue.start() // what the child could not send the last time
}

/** The guardian goes on. The child's session ends with it, or by itself where nothing goes through. */
async function takeBack() {
  await client.remove('/sessions/current').catch(() => {})
  session.takeBack()
  whose.changed()
  queue.start()
}

module.exports = { handOver, takeBack, lent: session.lent }
