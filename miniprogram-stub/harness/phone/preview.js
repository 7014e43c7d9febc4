import { make } from './builtins/dom.js'
import { overlay } from './overlays.js'
import { top } from './stack.js'

/**
 * WeChat's viewer: one picture or film at a time, touched to close, with buttons to the others. The
 * page below is hidden meanwhile, and told so.
 * @param {{ url: string, type?: 'image' | 'video', poster?: string }[]} sources
 * @param {number} index the one to begin with
 */
export function preview(sources, index) {
  const place = make('div', { className: 'seen' })
  const count = make('span')
  const { element, close } = overlay('viewer', place, count)
  element.setAttribute('role', 'dialog')
  element.setAttribute('aria-label', '预览')
  let now = Math.max(0, index)
  const show = () => {
    place.replaceChildren(draw(sources[now]))
    count.textContent = `${now + 1}/${sources.length}`
  }
  const turn = (by) => (event) => {
    event.stopPropagation()
    now = (now + by + sources.length) % sources.length
    show()
  }
  if (sources.length > 1) element.append(step('上一张', '‹', turn(-1)), step('下一张', '›', turn(1)))
  const page = top()
  page?.hide()
  element.onclick = (event) => {
    if (event.target.tagName === 'VIDEO') return
    close()
    page?.show()
  }
  show()
}

function draw({ url, type = 'image', poster = '' }) {
  if (type === 'video') return make('video', { src: url, poster, controls: true, autoplay: true })
  return make('img', { src: url, alt: '' })
}

function step(label, glyph, act) {
  const button = make('button', { textContent: glyph, onclick: act, className: label === '上一张' ? 'before' : 'after' })
  button.setAttribute('aria-label', label)
  return button
}
