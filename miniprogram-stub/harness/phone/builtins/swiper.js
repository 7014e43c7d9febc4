import { make } from './dom.js'

/** Slides in a row that snaps; `circular` starts again from the first instead of going round. */
export const swiper = {
  properties: {
    indicatorDots: Boolean,
    indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' },
    autoplay: Boolean,
    current: Number,
    currentItemId: String,
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: Boolean,
    vertical: Boolean,
    previousMargin: { type: String, value: '0px' },
    nextMargin: { type: String, value: '0px' },
    snapToEdge: Boolean,
    displayMultipleItems: { type: Number, value: 1 },
    easingFunction: { type: String, value: 'default' },
    skipHiddenItemLayout: Boolean,
  },
  events: ['change', 'transition', 'animationfinish'],
  template: '<div part="track"><slot/></div>',
  mount(place) {
    const { host, data } = place
    const track = host.firstElementChild
    const dots = make('div', { part: 'dots' })
    host.append(dots)
    const slides = slidesOf(track, place, dots)
    const timer = setInterval(() => data.autoplay && host.isConnected && slides.next(), Math.max(500, data.interval))
    const watch = new MutationObserver(slides.drawDots)
    watch.observe(track, { childList: true })
    requestAnimationFrame(() => slides.show(data.current, 'instant'))
    return {
      vertical: (on) => host.toggleAttribute('data-vertical', on),
      current: (index) => slides.show(index, 'smooth'),
      indicatorDots: (shown) => (dots.hidden = !shown),
      indicatorColor: (color) => host.style.setProperty('--dot', color),
      indicatorActiveColor: (color) => host.style.setProperty('--dot-on', color),
      displayMultipleItems: (count) => host.style.setProperty('--shown', count),
      unmount() {
        clearInterval(timer)
        watch.disconnect()
      },
    }
  },
}

function slidesOf(track, { data, emit, set }, dots) {
  let shown = data.current
  let source = ''
  const length = () => (data.vertical ? track.clientHeight : track.clientWidth) / data.displayMultipleItems || 1
  const drawDots = () => {
    dots.replaceChildren(...[...track.children].map((_, index) => make('i', { part: index === shown ? 'on' : 'off' })))
  }
  const settle = (by) => {
    const index = Math.round((data.vertical ? track.scrollTop : track.scrollLeft) / length())
    if (index === shown) return
    shown = index
    drawDots()
    set({ current: index })
    emit('change', { current: index, currentItemId: '', source: by })
    emit('animationfinish', { current: index, currentItemId: '', source: by })
  }
  track.addEventListener('scrollend', () => {
    settle(source || 'touch')
    source = ''
  })
  const show = (index, behavior) => {
    if (index === shown && behavior !== 'instant') return
    const at = index * length()
    track.scrollTo({ [data.vertical ? 'top' : 'left']: at, behavior })
    if (behavior === 'instant') shown = index
    drawDots()
  }
  const next = () => {
    source = 'autoplay'
    const last = shown >= track.children.length - data.displayMultipleItems
    if (!last || data.circular) show(last ? 0 : shown + 1, 'smooth')
  }
  return { show, next, drawDots }
}

export const swiperItem = { properties: { itemId: String, skipHiddenItemLayout: Boolean }, template: '<slot/>' }
