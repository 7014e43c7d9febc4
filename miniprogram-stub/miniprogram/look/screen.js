/** What all screens do: load, show why they cannot, try again, and be pulled down for news. */

const { Problem, BROKEN } = require('../api/problems')
const whose = require('../api/home')

/**
 * @typedef {object} Screen
 * @property {Record<string, string>} query what the page was opened with
 * @property {() => Promise<void>} refresh load anew
 * @property {() => Promise<void>} again the same, as if it had just been opened
 * @property {boolean} stale whether what is shown has to be loaded anew when one comes back
 */

/**
 * The options of a page whose `load` fetches what it shows. Its data has `state` and `message`, for
 * `<screen>`. `this.query` is what the page was opened with.
 * @template {Record<string, any>} T
 * @param {T & ThisType<T & Screen & {data: any, setData: (data: any, done?: () => void) => void, getOpenerEventChannel: () => any, selectComponent: (selector: string) => any, createSelectorQuery: () => any}>} options
 * @returns {any}
 */
function screen(options) {
  const { onLoad, onShow, onPullDownRefresh, load, data, ...others } = options
  return {
    ...others,
    load,
    data: { state: 'loading', message: '', ...data },

    /** @param {Record<string, string>} query */
    onLoad(query) {
      this.query = decoded(query)
      this.stale = true
      return onLoad?.call(this, this.query)
    },

    async onShow() {
      await onShow?.call(this)
      if (this.stale) await this.refresh()
    },

    async onPullDownRefresh() {
      whose.changed()
      await this.refresh()
      await onPullDownRefresh?.call(this)
      wx.stopPullDownRefresh()
    },

    async refresh() {
      this.stale = false
      try {
        await load.call(this)
        this.setData({ state: 'ready' })
      } catch (error) {
        this.stale = true
        shown.call(this, error)
      }
    },

    again() {
      this.setData({ state: 'loading' })
      return this.refresh()
    },
  }
}

/**
 * What is there stays readable when there is no network; else the reason takes its place.
 * @this {any}
 * @param {unknown} error
 */
function shown(error) {
  if (!(error instanceof Problem)) console.error(error)
  const problem = error instanceof Problem ? error : null
  const message = problem ? problem.detail : BROKEN
  if (problem?.signedOut) this.setData({ state: 'stranger', message: '' })
  else if (problem?.gone) this.setData({ state: 'gone', message: '' })
  else if (this.data.state === 'ready') wx.showToast({ title: message, icon: 'none', duration: 3000 })
  else this.setData({ state: 'failed', message })
}

/** @param {Record<string, string>} query */
function decoded(query) {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, decodeURIComponent(value)]))
}

module.exports = { screen }
