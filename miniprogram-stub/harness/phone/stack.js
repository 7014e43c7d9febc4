import { harness } from './harness.js'
import { Page } from './page.js'
import { parseQuery } from './query.js'
import { settings } from './settings.js'
import { drawTop } from './shell.js'

const { app, pages } = globalThis.miniProgram
const MOST = 10

/** The open pages, the visible one last. */
export const stack = []
/** Tab pages stay alive while another tab is shown. */
const tabs = new Map()

const tabRoutes = (app.tabBar?.list ?? []).map((tab) => tab.pagePath)

/** Whether this route is on the tab bar. */
export const isTab = (route) => tabRoutes.includes(route)

/** What getCurrentPages() gives. */
export const currentPages = () => stack.map((page) => page.caller)

/** The page that is seen, or undefined while the first one is being opened. */
export const top = () => stack.at(-1)

/** A failure that becomes an `errMsg`; see wx/calling.js. */
const fail = (text) => {
  throw { failure: text }
}

/**
 * Route and query of an address, which may be relative to the page that is seen.
 * @returns {{ path: string, query: Record<string, string> }}
 */
export function parse(url) {
  if (typeof url !== 'string') fail('parameter error: parameter.url should be String instead of Undefined;')
  const [place, query = ''] = url.split('?')
  const { pathname } = new URL(place, `http://phone/${top()?.route ?? ''}`)
  return { path: pathname.slice(1), query: parseQuery(query) }
}

/** Where the phone was asked to begin. */
export function startPath() {
  const [path, query = ''] = settings.path.replace(/^\//, '').split('?')
  return { path: path || app.entryPagePath || pages[0], query: parseQuery(settings.query || query) }
}

function create(path, query, channel) {
  if (!pages.includes(path)) fail(`page "${path}" is not found`)
  return new Page(path, query, channel)
}

/** Opens the first page. */
export function open(path, query) {
  show(create(path, query))
}

function show(page) {
  stack.push(page)
  if (isTab(page.route)) tabs.set(page.route, page)
  harness.route = page.route
  page.load()
  settle()
}

/** Draws the bars for the page that is now on top. */
function settle() {
  for (const page of [...stack, ...tabs.values()]) page.frame.classList.toggle('top', page === top())
  harness.route = top().route
  drawTop(top(), { canGoBack: stack.length > 1, tab: isTab(top().route) })
}

/** wx.navigateTo: another page on top. */
export function navigateTo(url, channel) {
  const { path, query } = parse(url)
  if (isTab(path)) fail('can not navigateTo a tabbar page')
  if (stack.length >= MOST) fail('webview count limit exceed')
  const page = create(path, query, channel)
  top()?.hide()
  show(page)
}

/** wx.redirectTo: in place of the top. */
export function redirectTo(url) {
  const { path, query } = parse(url)
  if (isTab(path)) fail('can not redirectTo a tabbar page')
  const page = create(path, query)
  close(stack.pop())
  show(page)
}

/** wx.reLaunch: alone. */
export function reLaunch(url) {
  const { path, query } = parse(url)
  const page = create(path, query)
  for (const old of new Set([...stack.splice(0), ...tabs.values()])) close(old)
  show(page)
}

/** wx.switchTab: every page that is no tab goes. */
export function switchTab(url) {
  const { path } = parse(url)
  if (!isTab(path)) fail('can not switch to non-TabBar page')
  if (url.includes('?')) fail('url 不支持 queryString')
  if (top()?.route === path) return
  top()?.hide()
  for (const old of stack.splice(0).reverse()) if (!isTab(old.route)) close(old)
  const known = tabs.get(path)
  if (!known) return show(create(path, {}))
  stack.push(known)
  settle()
  known.show()
}

/** wx.navigateBack: never past the first. */
export function navigateBack(delta = 1) {
  if (stack.length < 2) fail('cannot navigate back at first page.')
  for (const gone of stack.splice(Math.max(1, stack.length - delta)).reverse()) close(gone)
  settle()
  top().show()
}

function close(page) {
  tabs.delete(page.route)
  page.unload()
}
