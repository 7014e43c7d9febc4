import { launchOptions } from '../app.js'
import { onNetwork, harness } from '../harness.js'
import { openSettings, permissions } from '../permissions.js'
import { authorize } from '../privacy.js'
import { metrics, onTheme, settings } from '../settings.js'
import { isTab, top } from '../stack.js'
import { USER_DATA_PATH } from '../files.js'
import { listeners } from './calling.js'

const theme = listeners()
const network = listeners()
const resize = listeners()
const appShow = listeners()
const appHide = listeners()
const errors = listeners()
const rejections = listeners()

onTheme((value) => theme.tell({ theme: value }))
onNetwork(() => network.tell({ isConnected: harness.network !== 'offline', networkType: networkType() }))
addEventListener('resize', () => {
  const { windowWidth, windowHeight } = windowInfo()
  top()?.call('onResize', { size: { windowWidth, windowHeight } })
  resize.tell({ size: { windowWidth, windowHeight } })
})
document.addEventListener('visibilitychange', () => (document.hidden ? appHide.tell() : appShow.tell(launchOptions())))
addEventListener('error', (event) => errors.tell(String(event.error?.stack ?? event.message)))
addEventListener('unhandledrejection', ({ reason, promise }) => rejections.tell({ reason, promise }))

const networkType = () => ({ online: 'wifi', slow: '3g', offline: 'none' })[harness.network]

/** Sizes in px, as a phone of this screen would tell them. */
function windowInfo() {
  const { innerWidth: width, innerHeight: height } = window
  const bars = top()?.config.navigationStyle === 'custom' ? 0 : metrics.statusBar + metrics.navigationBar
  const below = isTab(top()?.route) ? metrics.tabBar + metrics.homeIndicator : 0
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: height - bars - below,
    statusBarHeight: metrics.statusBar,
    screenTop: bars,
    safeArea: {
      left: 0,
      right: width,
      width,
      top: metrics.statusBar,
      bottom: height - metrics.homeIndicator,
      height: height - metrics.statusBar - metrics.homeIndicator,
    },
  }
}

const deviceInfo = () => ({
  brand: 'harness',
  model: 'browser',
  system: 'iOS 17.0',
  platform: 'ios',
  benchmarkLevel: 50,
  abi: '',
  memorySize: '4096',
})

const appBaseInfo = () => ({
  SDKVersion: '3.8.0',
  version: '8.0.50',
  language: 'zh_CN',
  theme: settings.theme,
  enableDebug: false,
  host: { env: 'WeChat' },
  fontSizeScaleFactor: settings.fontScale,
  fontSizeSetting: 16 * settings.fontScale,
})

const capsule = () => {
  const from = metrics.statusBar + 6
  return { width: 87, height: 32, top: from, bottom: from + 32, right: innerWidth - 7, left: innerWidth - 94 }
}

const account = () => ({ miniProgram: { appId: settings.config.appId, envVersion: 'develop', version: '' } })
const ALLOWED = ['albumAuthorized', 'cameraAuthorized', 'microphoneAuthorized', 'notificationAuthorized']
const allowed = Object.fromEntries(ALLOWED.map((name) => [name, 'authorized']))
const everything = () => ({ ...windowInfo(), ...deviceInfo(), ...appBaseInfo() })

export const asynchronous = {
  getNetworkType: () => ({ networkType: networkType() }),
  getSystemInfo: everything,
  getSystemInfoAsync: everything,
  vibrateShort: () => {},
  vibrateLong: () => {},
  setKeepScreenOn: () => {},
  setClipboardData: async ({ data }) => {
    await authorize('setClipboardData')
    harness.clipboard = String(data)
  },
  getClipboardData: () => ({ data: harness.clipboard }),
  getSetting: () => ({ authSetting: permissions() }),
  openSetting: async () => ({ authSetting: await openSettings() }),
  authorize: () => {},
  makePhoneCall: () => {},
  openCustomerServiceChat: () => {},
}

/** An update manager to which no update ever comes. */
const updates = {
  onCheckForUpdate: (tell) => setTimeout(() => tell({ hasUpdate: false })),
  onUpdateReady() {},
  onUpdateFailed() {},
  applyUpdate() {},
}

export const immediate = {
  env: { USER_DATA_PATH },
  getWindowInfo: windowInfo,
  getDeviceInfo: deviceInfo,
  getAppBaseInfo: appBaseInfo,
  getSystemInfoSync: everything,
  getSystemSetting: () => ({ wifiEnabled: true, locationEnabled: true, deviceOrientation: 'portrait' }),
  getAppAuthorizeSetting: () => allowed,
  getMenuButtonBoundingClientRect: capsule,
  getAccountInfoSync: account,
  getExtConfigSync: () => ({ baseUrl: settings.config.baseUrl }),
  getLaunchOptionsSync: launchOptions,
  getEnterOptionsSync: launchOptions,
  getUpdateManager: () => updates,
  nextTick: (act) => setTimeout(act),
  onThemeChange: theme.on,
  offThemeChange: theme.off,
  onNetworkStatusChange: network.on,
  offNetworkStatusChange: network.off,
  onWindowResize: resize.on,
  offWindowResize: resize.off,
  onAppShow: appShow.on,
  offAppShow: appShow.off,
  onAppHide: appHide.on,
  offAppHide: appHide.off,
  onError: errors.on,
  offError: errors.off,
  onUnhandledRejection: rejections.on,
  offUnhandledRejection: rejections.off,
}
