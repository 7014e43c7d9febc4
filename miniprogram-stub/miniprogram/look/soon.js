/** Looking again soon: what is under way is followed while its page is on the screen, and no longer. */

const SOON = 2000

/** What such a page has beside its own options. */
const soon = {
  looking: 0,
  there: false,

  /** @this {any} */
  onShow() {
    this.there = true
  },

  /** @this {any} */
  onHide() {
    this.onUnload()
    this.stale = true
  },

  /** @this {any} */
  onUnload() {
    this.there = false
    clearTimeout(this.looking)
  },

  /** @this {any} @param {boolean} isUnderWay an answer may come after one has left */
  follow(isUnderWay) {
    clearTimeout(this.looking)
    if (isUnderWay && this.there) this.looking = setTimeout(() => this.refresh(), SOON)
  },
}

module.exports = { soon }
