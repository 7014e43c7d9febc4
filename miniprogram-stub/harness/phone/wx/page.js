import { pullDown, release } from '../page-scroll.js'
import { drawTop } from '../shell.js'
import { top } from '../stack.js'
import { refuse } from './calling.js'

/** What an interface changes about the page on top. */
function change(values) {
  Object.assign(top(), values)
  drawTop(top())
}

export const asynchronous = {
  setNavigationBarTitle: ({ title }) => change({ title }),
  setNavigationBarColor: ({ frontColor, backgroundColor }) =>
    change({
      config: {
        ...top().config,
        navigationBarTextStyle: frontColor === '#000000' ? 'black' : 'white',
        navigationBarBackgroundColor: backgroundColor,
      },
    }),
  showNavigationBarLoading: () => change({ loading: true }),
  hideNavigationBarLoading: () => change({ loading: false }),
  setBackgroundColor: ({ backgroundColor }) => change({ config: { ...top().config, backgroundColor } }),
  setBackgroundTextStyle: ({ textStyle }) => change({ config: { ...top().config, backgroundTextStyle: textStyle } }),
  hideHomeButton: () => {},
  startPullDownRefresh() {
    if (!top().config.enablePullDownRefresh) refuse('not enable pull down refresh')
    pullDown(top())
  },
  stopPullDownRefresh: () => release(top()),
  pageScrollTo({ scrollTop, selector, offsetTop = 0, duration = 300 }) {
    const { scroll, root } = top()
    const behavior = duration ? 'smooth' : 'instant'
    if (!selector) return scroll.scrollTo({ top: scrollTop, behavior })
    const target = root.getComponent().getShadowRoot().querySelector(selector)?.getBackendElement()
    if (!target) refuse('scroll target not found')
    scroll.scrollBy({ top: target.getBoundingClientRect().top - scroll.getBoundingClientRect().top + offsetTop, behavior })
  },
}
