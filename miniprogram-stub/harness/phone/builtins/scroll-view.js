import { byId } from './dom.js'

const threshold = { type: null, value: 50 }

/** The slot stands in an inner element that scrolls, as in WeChat: `enable-flex` lays that one out. */
export const scrollView = {
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    upperThreshold: threshold,
    lowerThreshold: threshold,
    scrollTop: null,
    scrollLeft: null,
    scrollIntoView: String,
    scrollIntoViewOffset: Number,
    scrollIntoViewAlignment: String,
    scrollWithAnimation: Boolean,
    enableBackToTop: Boolean,
    enablePassive: null,
    enableFlex: Boolean,
    scrollAnchoring: Boolean,
    enhanced: Boolean,
    bounces: { type: Boolean, value: true },
    showScrollbar: { type: Boolean, value: true },
    pagingEnabled: Boolean,
    fastDeceleration: Boolean,
    usingSticky: Boolean,
    type: String,
    refresherEnabled: Boolean,
    refresherThreshold: { type: Number, value: 45 },
    refresherDefaultStyle: { type: String, value: 'black' },
    refresherBackground: { type: String, value: '#FFF' },
    refresherTriggered: Boolean,
  },
  events: [
    ...['scroll', 'scrolltoupper', 'scrolltolower', 'dragstart', 'dragging', 'dragend'],
    ...['refresherpulling', 'refresherrefresh', 'refresherrestore', 'refresherabort'],
  ],
  template: '<div part="scroller"><slot/></div>',
  mount(place) {
    const { host, component, data } = place
    const scroller = host.firstElementChild
    const behavior = () => (data.scrollWithAnimation ? 'smooth' : 'instant')
    followScrolling(scroller, place)
    followPulling(scroller, place)
    return {
      scrollX: (on) => (scroller.style.overflowX = on ? 'auto' : 'hidden'),
      scrollY: (on) => (scroller.style.overflowY = on ? 'auto' : 'hidden'),
      enableFlex: (on) => scroller.toggleAttribute('data-flex', on),
      showScrollbar: (shown) => scroller.toggleAttribute('data-bare', data.enhanced && !shown),
      scrollTop: (top) => top !== null && top !== '' && scroller.scrollTo({ top: parseFloat(top), behavior: behavior() }),
      scrollLeft: (left) => left !== null && left !== '' && scroller.scrollTo({ left: parseFloat(left), behavior: behavior() }),
      scrollIntoView: (id) => requestAnimationFrame(() => scrollTo(scroller, byId(component, id), behavior())),
      refresherTriggered: (on) => scroller.toggleAttribute('data-refreshing', on),
    }
  },
}

function scrollTo(scroller, target, behavior) {
  if (!target) return
  const from = scroller.getBoundingClientRect()
  const to = target.getBoundingClientRect()
  scroller.scrollBy({ top: to.top - from.top, left: to.left - from.left, behavior })
}

function followScrolling(scroller, { data, emit }) {
  let last = { top: 0, left: 0 }
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = scroller
    const [deltaX, deltaY] = [last.left - scrollLeft, last.top - scrollTop]
    last = { top: scrollTop, left: scrollLeft }
    emit('scroll', { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX, deltaY })
    const before = data.scrollX ? scrollLeft : scrollTop
    const after = data.scrollX ? scrollWidth - clientWidth - scrollLeft : scrollHeight - clientHeight - scrollTop
    const moved = data.scrollX ? deltaX : deltaY
    if (moved < 0 && after <= parseFloat(data.lowerThreshold)) emit('scrolltolower', { direction: data.scrollX ? 'right' : 'bottom' })
    if (moved > 0 && before <= parseFloat(data.upperThreshold)) emit('scrolltoupper', { direction: data.scrollX ? 'left' : 'top' })
  })
}

function followPulling(scroller, { data, emit, set }) {
  let start = null
  scroller.addEventListener('touchstart', ({ touches: [touch] }) => {
    start = data.refresherEnabled && scroller.scrollTop <= 0 ? touch.clientY : null
  }, { passive: true })
  scroller.addEventListener('touchend', ({ changedTouches: [touch] }) => {
    if (start === null || touch.clientY - start < data.refresherThreshold) return
    set({ refresherTriggered: true })
    emit('refresherrefresh', { dy: touch.clientY - start })
  }, { passive: true })
}
