import { createRoot } from './framework.js'
import { complain } from './harness.js'
import { make } from './builtins/dom.js'
import { loadComponent } from './modules.js'
import { followScroll } from './page-scroll.js'
import { themed } from './theme.js'

const { app, components } = globalThis.miniProgram
let count = 0

/** One open page: its frame in the DOM, its component, and its life cycle. */
export class Page {
  /**
   * @param {string} route
   * @param {Record<string, string>} query
   * @param {object} [channel] the end of the event channel that the page sees
   */
  constructor(route, query, channel) {
    loadComponent(route)
    this.route = route
    this.query = query
    this.own = components[route].json
    this.channel = channel
    this.config = themed({ ...app.window, ...this.own })
    this.title = this.config.navigationBarTitleText ?? ''
    this.#draw()
    this.root = createRoot(route)
    this.caller = this.root.get()
    const page = this
    Object.assign(this.caller, { route, options: query, __page: this, getPageId: () => `pageId:${page.id}` })
  }

  id = ++count
  ready = false
  /** What wx.hideShareMenu and wx.showShareMenu said, or undefined. */
  menus

  #draw() {
    const refresher = make('div', { className: 'refresher', textContent: '● ● ●', ariaHidden: 'true' })
    this.scroll = make('div', { className: 'scroll' }, refresher, make('span'))
    this.window = make('div', { className: 'window' }, this.scroll)
    this.bar = make('header', { className: 'bar' })
    this.frame = make('main', { className: 'page' }, this.bar, this.window)
    this.frame.dataset.route = this.route
    this.frame.toggleAttribute('data-custom', this.config.navigationStyle === 'custom')
    this.scroll.style.overflow = this.config.disableScroll ? 'hidden' : ''
    document.getElementById('pages').append(this.frame)
  }

  /** Attaches the component, then onLoad, onShow and, once drawn, onReady. */
  load() {
    this.root.attach(this.scroll, this.scroll.lastElementChild)
    this.root.getComponent().getBackendElement().dataset.route = this.route
    followScroll(this)
    this.call('onLoad', this.query)
    this.show()
    requestAnimationFrame(() => {
      this.ready = true
      this.call('onReady')
    })
  }

  show() {
    this.call('onShow')
    this.root.getComponent().triggerPageLifetime('show', [])
  }

  hide() {
    this.call('onHide')
    this.root.getComponent().triggerPageLifetime('hide', [])
  }

  unload() {
    this.call('onUnload')
    this.root.release()
    this.frame.remove()
  }

  /** Calls a page's method if it has it; what it throws is an error of the test. */
  call(name, ...values) {
    if (typeof this.caller[name] !== 'function') return undefined
    try {
      return this.caller[name](...values)
    } catch (error) {
      return complain(error)
    }
  }

  /** Whether the page declares this method. */
  has(name) {
    return typeof this.caller[name] === 'function'
  }
}
