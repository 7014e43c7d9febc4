import { complain } from './harness.js'
import { given, load } from './modules.js'
import { onTheme, settings, singlePage } from './settings.js'
import { currentPages, open, stack, startPath } from './stack.js'
import { lenientWx, strictWx } from './wx/index.js'

let app = null

/** What `App({...})` was given, or null before. */
export const appInstance = () => app

/** How the mini-program was entered, as wx.getLaunchOptionsSync tells it. */
export function launchOptions() {
  const { path, query } = startPath()
  const apiCategory = singlePage ? 'browseOnly' : 'default'
  return { path, query, scene: settings.scene, referrerInfo: {}, forwardMaterials: [], apiCategory }
}

/** Calls an App life cycle if the app has it. */
export function tellApp(name, ...values) {
  if (typeof app?.[name] !== 'function') return
  try {
    app[name](...values)
  } catch (error) {
    complain(error)
  }
}

/** Runs app.js, tells it that it was launched, and opens the first page. */
export function startApp() {
  Object.assign(given, {
    wx: strictWx,
    foreignWx: lenientWx,
    App: (options) => {
      app = options
    },
    getApp: () => app,
    getCurrentPages: currentPages,
  })
  if ('app.js' in globalThis.miniProgram.modules) load('app.js')
  const options = launchOptions()
  tellApp('onLaunch', options)
  tellApp('onShow', options)
  openFirst(options)
  listen()
}

function openFirst({ path, query }) {
  try {
    open(path, query)
  } catch (failure) {
    complain(failure)
    tellApp('onPageNotFound', { path, query, isEntryPage: true })
    if (!stack.length) open(globalThis.miniProgram.pages[0], {})
  }
}

/** The phone is put away and taken up again, and its errors reach the app. */
function listen() {
  document.addEventListener('visibilitychange', () => {
    const hidden = document.visibilityState === 'hidden'
    if (hidden) stack.at(-1)?.hide()
    tellApp(hidden ? 'onHide' : 'onShow', hidden ? undefined : launchOptions())
    if (!hidden) stack.at(-1)?.show()
  })
  addEventListener('error', (event) => tellApp('onError', String(event.error?.stack ?? event.message)))
  addEventListener('unhandledrejection', ({ reason, promise }) => tellApp('onUnhandledRejection', { reason, promise }))
  onTheme((theme) => tellApp('onThemeChange', { theme }))
}
