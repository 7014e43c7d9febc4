import { make, on } from './dom.js'

/**
 * A picture. Addresses are temporary files, saved files, files of the mini-program or the web; the
 * box is WeChat's 320 × 240 until somebody styles it.
 */
export const image = {
  properties: {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    fadeIn: Boolean,
    webp: Boolean,
    showMenuByLongpress: Boolean,
    forceHttps: Boolean,
  },
  events: ['load', 'error'],
  mount({ host, component, emit, phone }) {
    const picture = make('img', { alt: '' })
    host.append(picture)
    on(picture, 'load', () => emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }))
    on(picture, 'error', () => emit('error', { errMsg: `GET ${picture.src} fail` }))
    return {
      lazyLoad: (lazy) => (picture.loading = lazy ? 'lazy' : 'eager'),
      mode: (mode) => (host.dataset.mode = mode),
      src: (src) => show(picture, phone.url(src, component), phone, emit),
      ariaLabel: (label) => {
        host.setAttribute('role', host.getAttribute('role') ?? 'img')
        host.setAttribute('aria-label', label ?? '')
      },
    }
  },
}

function show(picture, url, phone, emit) {
  if (!url) return picture.removeAttribute('src')
  if (/^https?:/.test(url) && phone.isOffline()) return setTimeout(() => emit('error', { errMsg: `GET ${url} fail` }))
  picture.src = url
}

export const coverImage = { ...image, properties: { src: String, referrerPolicy: String } }
