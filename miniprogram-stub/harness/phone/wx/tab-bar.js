import { setBadge, setTabBarHidden, setTabBarStyle } from '../shell.js'
import { isTab, top } from '../stack.js'
import { refuse } from './calling.js'

/** As on a phone, only a tab page can change the tab bar. */
const onTab = (act) => (options) => {
  if (!isTab(top()?.route)) refuse('not TabBar page')
  act(options)
}

export const asynchronous = {
  setTabBarBadge: onTab(({ index, text }) => setBadge(index, text.length > 4 ? '···' : text)),
  removeTabBarBadge: onTab(({ index }) => setBadge(index, null)),
  showTabBarRedDot: onTab(({ index }) => setBadge(index, '')),
  hideTabBarRedDot: onTab(({ index }) => setBadge(index, null)),
  showTabBar: onTab(() => setTabBarHidden(false)),
  hideTabBar: onTab(() => setTabBarHidden(true)),
  setTabBarStyle: onTab(({ color, selectedColor, backgroundColor, borderStyle }) =>
    setTabBarStyle(JSON.parse(JSON.stringify({ color, selectedColor, backgroundColor, borderStyle }))),
  ),
}
