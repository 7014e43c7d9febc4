/**
 * What tests and the desktop page see of the phone, as `window.harness`.
 * @type {{
 *   ready: boolean,
 *   errors: string[],
 *   requests: { method: string, url: string, status: number }[],
 *   shares: { kind: 'friend' | 'timeline', title: string, path?: string, query?: string, imageUrl?: string }[],
 *   album: string[],
 *   saved: string[],
 *   refused: string[],
 *   clipboard: string,
 *   audio: { obeyMuteSwitch: boolean, mixWithOther: boolean },
 *   route: string,
 *   network: 'online' | 'slow' | 'offline',
 *   picks: File[] | null,
 *   scan: string | null,
 *   call: () => void,
 * }}
 */
export const harness = {
  ready: false,
  errors: [],
  requests: [],
  shares: [],
  album: [],
  /** Paths of the files that the mini-program keeps on the phone. */
  saved: [],
  /** What the user does not allow, such as `scope.writePhotosAlbum`. */
  refused: [],
  clipboard: '',
  /** What wx.setInnerAudioOption was told; before, an iPhone's mute switch silences sounds. */
  audio: { obeyMuteSwitch: true, mixWithOther: true },
  route: '',
  network: 'online',
  picks: null,
  scan: null,
  /** Somebody calls by WeChat, which pauses a recording: wx/recorder.js says how. */
  call: () => {},
}

/** Puts an error where the test will find it. */
export function complain(error) {
  harness.errors.push(wording(error))
}

function wording(error) {
  if (typeof error === 'string') return error
  return error?.stack || error?.errMsg || error?.message || JSON.stringify(error)
}

/** Listens for everything that goes wrong without anybody catching it. */
export function watchErrors() {
  window.harness = harness
  addEventListener('error', (event) => complain(event.error ?? event.message))
  addEventListener('unhandledrejection', (event) => complain(event.reason))
  const { error } = console
  console.error = (...words) => {
    complain(words.map(wording).join(' '))
    error.apply(console, words)
  }
}

const listeners = new Set()
let network = new URLSearchParams(location.search).get('network') || 'online'
Object.defineProperty(harness, 'network', {
  enumerable: true,
  get: () => network,
  set(state) {
    if (state === network) return
    network = state
    for (const listener of listeners) listener(state)
  },
})

/** Calls `listener('online' | 'slow' | 'offline')` when a test or the desktop page switches. */
export function onNetwork(listener) {
  listeners.add(listener)
}
