import { make } from './dom.js'

/** `type="2d"` alone; its node is reached through a selector query with `node: true`. */
export const canvas = {
  properties: { type: String, canvasId: String, disableScroll: Boolean },
  events: ['error'],
  mount({ host, component, phone }) {
    const surface = make('canvas', { width: host.clientWidth, height: host.clientHeight })
    host.append(surface)
    surface.createImage = () => pictureOf(phone, component)
    surface.requestAnimationFrame = (draw) => requestAnimationFrame(draw)
    surface.cancelAnimationFrame = (handle) => cancelAnimationFrame(handle)
    return {
      node: surface,
      type: (type) => type !== '2d' && phone.complain(`<canvas> without type="2d" is the old interface`),
    }
  },
}

/** An image whose `src` may be a path of the phone. */
function pictureOf(phone, component) {
  const picture = new Image()
  picture.crossOrigin = 'anonymous'
  const { set, get } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  Object.defineProperty(picture, 'src', {
    get: () => get.call(picture),
    set: (path) => set.call(picture, phone.canvasUrl(path, component)),
  })
  return picture
}
