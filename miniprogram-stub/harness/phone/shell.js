import { make } from './builtins/dom.js'
import { metrics, onTheme, singlePage } from './settings.js'
import { openMenu } from './sharing.js'
import { navigateBack, reLaunch, stack, switchTab } from './stack.js'
import { themed } from './theme.js'

const { app, pages } = globalThis.miniProgram
const badges = new Map()
let changes = {}
let hidden = false

const at = (id) => document.getElementById(id)

/** Draws what stands around the pages: status bar heights, capsule, tab bar, single-page strip. */
export function drawShell() {
  const root = document.documentElement
  root.dataset.style = app.style ?? ''
  for (const [name, pixels] of Object.entries(metrics)) root.style.setProperty(`--${name}`, `${pixels}px`)
  const menu = make('button', { className: 'more', textContent: '•••', onclick: openMenu })
  menu.setAttribute('aria-label', '更多')
  const leave = make('button', { className: 'leave', textContent: '◎' })
  leave.setAttribute('aria-label', '关闭')
  at('capsule').append(menu, leave)
  at('clock').textContent = '9:41'
  if (singlePage) drawSinglePage()
  onTheme(() => {
    for (const page of stack) page.config = { ...page.config, ...themed({ ...app.window, ...page.own }) }
    if (stack.length) drawTop(stack.at(-1))
  })
}

/** Moments shows the page alone, with a way into the mini-program. */
function drawSinglePage() {
  const go = make('button', { textContent: '前往小程序' })
  go.onclick = () => {
    const address = new URL(location.href)
    address.searchParams.set('scene', '1155')
    location.assign(address)
  }
  at('single').hidden = false
  at('single').append(make('span', { textContent: app.window?.navigationBarTitleText ?? '小程序' }), go)
}

let back = false
let onTab = false

/** Draws title, colours, way back and tab bar for the page on top. */
export function drawTop(page, { canGoBack = back, tab = onTab } = {}) {
  back = canGoBack
  onTab = tab
  drawBar(page)
  const tabbed = tab && !hidden && !singlePage
  page.frame.classList.toggle('tabbed', tabbed)
  page.frame.classList.toggle('alone', singlePage)
  drawTabs(page.route, tabbed)
  const white = page.config.navigationBarTextStyle !== 'black'
  for (const id of ['capsule', 'clock']) at(id).classList.toggle('white', white)
}

function drawBar(page) {
  const { config, bar, scroll } = page
  const left = []
  if (back) left.push(button('返回', '‹', () => navigateBack()))
  else if (!onTab && page.route !== pages[0] && !singlePage) left.push(button('回到首页', '⌂', () => reLaunch(`/${pages[0]}`)))
  const title = make('h1', { textContent: page.title })
  bar.replaceChildren(...left, title, ...(page.loading ? [make('span', { className: 'spinner' })] : []))
  bar.style.background = config.navigationStyle === 'custom' ? '' : config.navigationBarBackgroundColor ?? '#000'
  bar.style.color = config.navigationBarTextStyle === 'black' ? '#000' : '#fff'
  scroll.style.background = config.backgroundColor ?? ''
  scroll.dataset.pull = config.backgroundTextStyle ?? 'dark'
}

function button(label, glyph, act) {
  const made = make('button', { className: 'back', textContent: glyph, onclick: act })
  made.setAttribute('aria-label', label)
  return made
}

function drawTabs(route, shown) {
  at('tabs').hidden = !shown
  if (!shown) return
  const bar = { ...themed(app.tabBar), ...changes }
  at('tabs').style.background = bar.backgroundColor
  at('tabs').dataset.border = bar.borderStyle ?? 'black'
  at('tabs').replaceChildren(...bar.list.map((tab, index) => drawTab(bar, tab, index, tab.pagePath === route)))
}

function drawTab(bar, tab, index, chosen) {
  const picture = chosen ? tab.selectedIconPath : tab.iconPath
  const made = make('button', {}, ...(picture ? [make('img', { src: picture, alt: '' })] : []), make('span', { textContent: tab.text }))
  made.style.color = chosen ? bar.selectedColor : bar.color
  if (chosen) made.setAttribute('aria-current', 'page')
  if (badges.has(index)) made.append(make('b', { textContent: badges.get(index), className: badges.get(index) ? 'badge' : 'dot' }))
  made.onclick = () => {
    stack.at(-1).call('onTabItemTap', { index, pagePath: tab.pagePath, text: tab.text })
    switchTab(`/${tab.pagePath}`)
  }
  return made
}

/** Puts a badge with text, a red dot (`''`), or nothing (`null`) on a tab. */
export function setBadge(index, words) {
  if (words === null) badges.delete(index)
  else badges.set(index, words)
  drawTop(stack.at(-1))
}

/** wx.hideTabBar and wx.showTabBar. */
export function setTabBarHidden(value) {
  hidden = value
  drawTop(stack.at(-1))
}

/** wx.setTabBarStyle. */
export function setTabBarStyle(style) {
  changes = { ...changes, ...style }
  drawTop(stack.at(-1))
}
