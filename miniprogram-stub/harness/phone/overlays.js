import { make } from './builtins/dom.js'

/** So many milliseconds after a finger was lifted its click has come. */
const CLICK = 350

const layer = () => document.getElementById('overlays')

/** A dark layer with something on it; `close()` takes it away. */
export function overlay(className, ...children) {
  const element = make('div', { className: `overlay ${className}` }, ...children)
  onlyNewTouches(element)
  layer().append(element)
  return { element, close: () => element.remove() }
}

let lifted = -Infinity
addEventListener('touchend', ({ timeStamp }) => { lifted = timeStamp }, { capture: true, passive: true })
addEventListener('click', () => { lifted = -Infinity }, true)

/** The tap that opened a layer is still to become a click, which must not land on what appeared under the finger. */
function onlyNewTouches(element) {
  const left = lifted + CLICK - performance.now()
  if (left <= 0) return
  element.style.pointerEvents = 'none'
  const open = () => {
    clearTimeout(timer)
    removeEventListener('click', open, true)
    element.style.pointerEvents = ''
  }
  const timer = setTimeout(open, left)
  addEventListener('click', open, true)
}

/** A button that is drawn as plain text. */
export function action(words, act, className = '') {
  return make('button', { textContent: words, className, onclick: act })
}

/**
 * A sheet of choices from below.
 * @param {string[]} items
 * @param {{ title?: string, cancel?: string }} [words]
 * @returns {Promise<number>} the index, or -1 when it was cancelled
 */
export function sheet(items, { title = '', cancel = '取消' } = {}) {
  return new Promise((resolve) => {
    const done = (index) => {
      close()
      resolve(index)
    }
    const head = title ? [make('p', { textContent: title })] : []
    const choices = items.map((words, index) => action(words, () => done(index)))
    const box = make('div', { className: 'sheet' }, ...head, ...choices, action(cancel, () => done(-1), 'cancel'))
    box.setAttribute('role', 'dialog')
    const { element, close } = overlay('low', box)
    element.onclick = (event) => event.target === element && done(-1)
  })
}

/**
 * A question in the middle.
 * @param {{
 *   title?: string, content?: string, confirm?: string, cancel?: string | null,
 *   placeholder?: string | null, confirmColor?: string, cancelColor?: string,
 * }} words `cancel: null` has no such button, a `placeholder` makes it a question to be written on
 * @returns {Promise<{ confirm: boolean, content?: string }>}
 */
export function dialog({ title = '', content = '', confirm = '确定', cancel = '取消', placeholder = null, confirmColor = '', cancelColor = '' }) {
  return new Promise((resolve) => {
    const editable = placeholder !== null
    const field = make('input', { placeholder: placeholder ?? '', value: editable ? content : '' })
    const finish = (agreed) => {
      close()
      resolve({ confirm: agreed, ...(editable && { content: field.value }) })
    }
    const yes = action(confirm, () => finish(true), 'confirm')
    const no = action(cancel ?? '', () => finish(false))
    yes.style.color = confirmColor
    no.style.color = cancelColor
    const row = make('div', { className: 'row' }, ...(cancel === null ? [] : [no]), yes)
    const body = editable ? field : make('p', { textContent: content })
    const box = make('div', { className: 'dialog' }, ...(title ? [make('h2', { textContent: title })] : []), body, row)
    box.setAttribute('role', 'dialog')
    if (title) box.setAttribute('aria-label', title)
    const { close } = overlay('middle', box)
  })
}

let shown = null

/** A toast or a loading sign; one at a time, gone after `milliseconds` (0 = until hideToast). */
export function toast(words, { icon = 'none', picture = '', milliseconds = 1500, mask = false } = {}) {
  hideToast()
  const sign = picture ? make('img', { src: picture, alt: '' }) : make('i', { className: icon })
  const box = make('div', { className: 'toast' }, ...(icon === 'none' && !picture ? [] : [sign]), make('span', { textContent: words }))
  box.setAttribute('role', icon === 'error' ? 'alert' : 'status')
  const { element, close } = overlay(mask ? 'clear' : 'clear through', box)
  shown = { element, close, timer: milliseconds ? setTimeout(hideToast, milliseconds) : undefined }
}

/** Takes the toast or loading sign away. */
export function hideToast() {
  if (!shown) return
  clearTimeout(shown.timer)
  shown.close()
  shown = null
}

/** A page of WeChat's own, over the mini-program, with a title and a way back. */
export function nativePage(title, ...children) {
  return new Promise((resolve) => {
    const leave = action('‹', () => {
      close()
      resolve()
    })
    leave.setAttribute('aria-label', '返回')
    const head = make('header', {}, leave, make('h1', { textContent: title }))
    const { close } = overlay('native', head, make('div', { className: 'body' }, ...children))
  })
}
