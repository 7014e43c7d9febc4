/** How far an album is, and looking again while it is being printed and its page is on the screen. */

const { Problem } = require('../../api/problems')
const { soon } = require('../../look/soon')

const SOON = 2000
const WITHOUT_NETWORK = 10000

/** @param {{state: string}} album */
const isUnderWay = ({ state }) => state !== 'ready'

/** @param {{state: string, progress: number}} album */
function stateInWords({ state, progress }) {
  if (state === 'ready') return '印好了，可以打开'
  if (state === 'waiting') return '排着队，马上就开始印'
  return progress ? `正在印，好了${progress}%` : '正在印'
}

/** What a page has beside its own options, whose `look` loads what is being printed, and calls `watch`. */
const watching = {
  ...soon,

  /** @this {any} @param {{state: string}[]} albums */
  watch(albums) {
    clearTimeout(this.looking)
    if (albums.some(isUnderWay)) this.lookIn(SOON)
  },

  /** @this {any} @param {number} time in milliseconds */
  lookIn(time) {
    if (this.there) this.looking = setTimeout(() => this.lookAgain(), time)
  },

  /** @this {any} */
  async lookAgain() {
    try {
      await this.look()
    } catch (error) {
      if (error instanceof Problem && error.passing) this.lookIn(WITHOUT_NETWORK)
      else await this.refresh()
    }
  },
}

module.exports = { watching, isUnderWay, stateInWords }
