import { appInstance, tellApp } from './app.js'
import { urlOf } from './files.js'
import { complain, harness } from './harness.js'
import { openType } from './open-types.js'
import { make } from './builtins/dom.js'
import { pickFrom } from './pickers.js'
import { authorize } from './privacy.js'
import { root, settings } from './settings.js'
import { strictWx } from './wx/index.js'

const OPEN_TYPES = new Set(['', 'share', 'contact', 'feedback', 'getPhoneNumber', 'chooseAvatar', 'agreePrivacyAuthorization', 'openSetting'])
const ROUTES = { navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch', navigateBack: 'navigateBack' }

const pathOf = (component) => component._$.ownerShadowRoot?.getHostNode().is ?? ''

/** What built-in components ask of the phone around them. */
export const phone = {
  fontScale: settings.fontScale,
  complain,
  onError: (error) => appInstance() && tellApp('onError', String(error?.stack ?? error)),
  isOffline: () => harness.network === 'offline',
  url: (source, component) => urlOf(source, pathOf(component)),
  canvasUrl: (source, component) => throughEmulator(urlOf(source, pathOf(component))),
  openType,
  checkOpenType: (type) => OPEN_TYPES.has(type) || complain(`<button open-type="${type}"> is not in this phone`),
  navigate: (type, options) => strictWx[ROUTES[type]]?.(options) ?? undefined,
  pickFrom,
  privacy: authorize,
  offerNickname,
}

/** A canvas that has drawn another origin's picture could not be read; the phone knows no such thing. */
function throughEmulator(url) {
  return /^https?:/.test(url) ? new URL(`through/${encodeURIComponent(url)}`, root).href : url
}

/** WeChat's strip above the keyboard with the user's nickname; null when it was not touched. */
function offerNickname(control) {
  return new Promise((resolve) => {
    const take = make('button', { className: 'nickname', textContent: `用微信昵称：${settings.person}` })
    const end = (name) => {
      take.remove()
      resolve(name)
    }
    take.onpointerdown = (event) => {
      event.preventDefault()
      end(settings.person)
    }
    control.addEventListener('blur', () => end(null), { once: true })
    document.getElementById('overlays').append(take)
  })
}
