import * as glassEasel from 'glass-easel'

import { settings } from './settings.js'

/** A long press that somebody listens to is not followed by a tap. */
export const gesture = { long: false }

const RPX = /(-?\d*\.?\d+)rpx\b/g
const VH = /(-?\d*\.?\d+)vh\b/g

/** `rpx` and `vh` in a style attribute; stylesheets are translated when they are built. */
const inlineUnits = (style) =>
  String(style)
    .replace(RPX, (_, n) => `${n / 7.5}vw`)
    .replace(VH, 'calc($1 * var(--vh))')
    .replace(/env\(safe-area-inset-(\w+)\)/g, 'var(--safe-$1)')

/** The framework's own DOM backend, with WeChat's units and WeChat's event objects. */
class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  document = {
    createElement: withUnits,
    createTextNode: (text) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }

  getTheme() {
    return settings.theme
  }
}

function withUnits(tag) {
  const element = document.createElement(tag)
  const set = element.setAttribute
  element.setAttribute = (name, value) => set.call(element, name, name === 'style' ? inlineUnits(value) : value)
  return element
}

/** Makes the backend and lets DOM events travel through the component tree. */
export function createBackend() {
  const backend = new PhoneBackend()
  backend.onEvent((target, type, detail, options) => {
    if (type === 'tap' && gesture.long) return undefined
    return dispatch(target, type, plain(type, detail, options.originalEvent), options)
  })
  return backend
}

/** Of a browser's event, WeChat shows where it was touched, and what animation ended. */
function plain(type, detail, { target }) {
  if (type === 'tap' || type === 'canceltap') return onPage(target, detail)
  if (/^(transition|animation)/.test(type)) return { elapsedTime: detail.elapsedTime }
  return /^touch/.test(type) ? {} : detail
}

/**
 * Sends an event through the component tree, as the base library does for native ones.
 * @returns {number} whether the browser's default is wanted, in the framework's terms
 */
export function dispatch(target, type, detail, options) {
  const touches = options.originalEvent?.changedTouches ? touchFields(options.originalEvent) : undefined
  const event = new glassEasel.Event(type, detail, { ...options, extraFields: touches })
  glassEasel.Event.dispatchEvent(target, event)
  return event.getEventBubbleStatus()
}

/** A place on the screen as a place in the page: below its bar, and with what was scrolled away. */
export function onPage(element, { x, y }) {
  const scroll = element.closest?.('.scroll')
  const { left = 0, top = 0 } = scroll?.getBoundingClientRect() ?? {}
  return { x: x - left, y: y - top + (scroll?.scrollTop ?? 0) }
}

function touchFields({ target, touches, changedTouches }) {
  const one = ({ identifier, clientX, clientY }) => touchOf(target, identifier, { x: clientX, y: clientY })
  return { touches: Array.from(touches, one), changedTouches: Array.from(changedTouches, one) }
}

function touchOf(target, identifier, place) {
  const { x: pageX, y: pageY } = onPage(target, place)
  const scrolled = target.closest?.('.scroll')?.scrollTop ?? 0
  const canvas = target.tagName === 'CANVAS' ? target.getBoundingClientRect() : null
  const within = canvas && { x: place.x - canvas.left, y: place.y - canvas.top }
  return { identifier, pageX, pageY, clientX: pageX, clientY: pageY - scrolled, ...within }
}
