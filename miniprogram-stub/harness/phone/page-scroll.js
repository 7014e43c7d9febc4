const PULL = 60

/** Scrolling of a page: onPageScroll, onReachBottom and pull-down refresh. */
export function followScroll(page) {
  const { scroll, config } = page
  let reached = false
  let height = 0
  scroll.addEventListener('scroll', () => {
    page.call('onPageScroll', { scrollTop: scroll.scrollTop })
    if (scroll.scrollHeight !== height) reached = false
    height = scroll.scrollHeight
    const left = height - scroll.clientHeight - scroll.scrollTop
    const near = left <= (config.onReachBottomDistance ?? 50)
    if (near && !reached) page.call('onReachBottom')
    reached = near
  })
  if (config.enablePullDownRefresh) followPull(page)
  new ResizeObserver(() => page.frame.style.setProperty('--vh', `${page.window.clientHeight / 100}px`)).observe(page.window)
}

function followPull(page) {
  let start = null
  page.scroll.addEventListener('touchstart', ({ touches: [touch] }) => {
    start = page.scroll.scrollTop <= 0 ? touch.clientY : null
  }, { passive: true })
  page.scroll.addEventListener('touchend', ({ changedTouches: [touch] }) => {
    if (start !== null && touch.clientY - start > PULL) pullDown(page)
    start = null
  }, { passive: true })
}

/** Shows the dots and tells the page; they stay until wx.stopPullDownRefresh. */
export function pullDown(page) {
  if (page.scroll.classList.contains('refreshing')) return
  page.scroll.scrollTo({ top: 0 })
  page.scroll.classList.add('refreshing')
  page.call('onPullDownRefresh')
}

/** Takes the dots away. */
export function release(page) {
  page?.scroll.classList.remove('refreshing')
}
