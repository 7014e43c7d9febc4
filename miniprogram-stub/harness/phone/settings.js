/** The phone as the page's address and the emulator's configuration describe it. */

const asked = new URLSearchParams(location.search)
const NARROW_BAR = 20

/** Where the emulator answers; the page is `<root>/app/`. */
export const root = new URL('..', location.href)

export const settings = {
  /** The name that WeChat's stand-in knows the person by. */
  person: asked.get('person') || '我',
  path: asked.get('path') ?? '',
  query: asked.get('query') ?? '',
  scene: Number(asked.get('scene') || 1001),
  fontScale: Number(asked.get('font') || 1),
  /** The user has not agreed to the privacy guideline yet. */
  asksPrivacy: asked.get('privacy') === 'ask',
  /** @type {'light' | 'dark'} */
  theme: asked.get('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  /** What GET /config.json says. */
  config: { baseUrl: '', appId: '', templates: [], domains: { request: [], uploadFile: [], downloadFile: [] }, people: [] },
}

/** Scene 1154: a share in Moments was opened, in which next to nothing is allowed. */
export const singlePage = settings.scene === 1154

/** Storage of one person is not another's, and single-page mode has its own. */
export const owner = singlePage ? `${settings.person}/single` : settings.person

/** Heights in pixels, those of a phone of 390 × 844 with a notch. */
export const metrics = {
  statusBar: matchMedia('(min-height: 700px)').matches ? 47 : NARROW_BAR,
  navigationBar: 44,
  tabBar: 50,
  homeIndicator: matchMedia('(min-height: 700px)').matches ? 34 : 0,
}

/** Asks the emulator who and where everything is. */
export async function loadConfig() {
  const answer = await fetch(new URL('config.json', root))
  settings.config = await answer.json()
}

/** Sends a JSON body to the emulator; `{}` back. Throws when it refuses. */
export async function tellEmulator(path, body) {
  const answer = await fetch(new URL(path, root), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: settings.person, ...body }),
  })
  if (!answer.ok) throw new Error(`the phone emulator answered ${answer.status} to ${path}`)
  return answer.json()
}

const themeListeners = new Set()

/** Switches light and dark, as the phone's own settings would. */
export function setTheme(theme) {
  settings.theme = theme
  document.documentElement.dataset.theme = theme
  for (const listener of themeListeners) listener(theme)
}

/** Calls `listener('light' | 'dark')` at each switch. */
export function onTheme(listener) {
  themeListeners.add(listener)
}
