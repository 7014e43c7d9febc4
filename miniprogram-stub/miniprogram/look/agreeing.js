/** What a tap leads to where it stands on a yes for a child: that is asked for where it lacks, of whoever may give it. */

const { askedOf } = require('../api/consents')
const whose = require('../api/home')
const { decidesIn } = require('../api/inside')
const session = require('../api/session')
const { obstacleOf } = require('../sharing/obstacles')
const { doing } = require('./doing')

/**
 * @typedef {import('./doing').Shown & {selectComponent: (selector: string) => any}} Asking a page, or a component, with `#obstacles`
 * @typedef {import('../sharing/obstacles').Purpose} Purpose
 */

/**
 * Do what a tap asked for, as `doing` does; once the yes that it lacked was given, do it again.
 * @param {Asking} page
 * @param {string | null} childId
 * @param {Purpose} purpose what a renewal would be of, or a child's own yes
 * @param {() => Promise<any>} action
 * @returns {Promise<boolean>} whether it went well
 */
async function doingFor(page, childId, purpose, action) {
  let lacking = /** @type {{error: unknown, showing: any} | null} */ (null)
  const went = await doing(page, async () => {
    try {
      await action()
    } catch (error) {
      lacking = await lackingIn(error, childId, purpose)
      if (!lacking) throw error
    }
  })
  if (!lacking) return went
  const { error, showing } = lacking
  return (await page.selectComponent('#obstacles').asked(error, showing)) && doingFor(page, childId, purpose, action)
}

/**
 * What whoever has this phone may agree to, where that is what a refusal lacks.
 * @param {unknown} error @param {string | null} childId @param {Purpose} purpose
 */
async function lackingIn(error, childId, purpose) {
  const home = await whose.home()
  const child = home?.children.find(({ id }) => id === childId)
  if (!home || !child || session.lent()) return null
  const obstacle = obstacleOf(error, purpose, child.oneself)
  if (obstacle?.kind !== 'consent' || !askedOf(child, decidesIn(home, child.family_id)).includes(obstacle.purpose)) return null
  const { id, nickname: name, family_id: familyId, oneself } = child
  return { error, showing: { familyId, subjects: [{ id, name }], purpose: obstacle.purpose, words: '', oneself } }
}

module.exports = { doingFor }
