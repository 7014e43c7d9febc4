import { dispatch, gesture, onPage } from './backend.js'

const LONG = 350
const STILL = 10

/** A mouse touches the phone as a finger would: pressing it becomes `touchstart`, and so on. */
export function mouseIsFinger() {
  let target = null
  listen('pointerdown', (event) => {
    target = event.target
    touch('touchstart', target, event)
  })
  listen('pointermove', (event) => target && touch('touchmove', target, event))
  listen('pointerup', (event) => {
    if (target) touch('touchend', target, event)
    target = null
  })
}

function listen(type, act) {
  addEventListener(type, (event) => event.pointerType === 'mouse' && act(event), true)
}

function touch(type, target, { clientX, clientY, pageX, pageY }) {
  const finger = new Touch({ identifier: 1, target, clientX, clientY, pageX, pageY })
  const touches = type === 'touchend' ? [] : [finger]
  target.dispatchEvent(
    new TouchEvent(type, { bubbles: true, cancelable: true, composed: true, touches, changedTouches: [finger] }),
  )
}

/** `longpress` after 350 ms on one spot; where it is listened to, no `tap` follows. */
export function watchLongPress() {
  let start = null
  let timer
  const stop = () => clearTimeout(timer)
  addEventListener('touchstart', (event) => {
    stop()
    gesture.long = false
    start = event.touches.length === 1 ? event.touches[0] : null
    if (start) timer = setTimeout(() => press(event, start), LONG)
  }, { capture: true, passive: true })
  addEventListener('touchmove', ({ touches: [now] }) => {
    if (start && Math.hypot(now.clientX - start.clientX, now.clientY - start.clientY) > STILL) stop()
  }, { capture: true, passive: true })
  for (const end of ['touchend', 'touchcancel']) addEventListener(end, stop, { capture: true, passive: true })
}

function press(originalEvent, { clientX: x, clientY: y }) {
  const element = componentAt(originalEvent.target)
  if (!element) return
  const options = { originalEvent, bubbles: true, composed: true, capturePhase: true }
  gesture.long = isHeard(originalEvent.target)
  dispatch(element, 'longpress', onPage(originalEvent.target, { x, y }), options)
}

function componentAt(node) {
  while (node && !node.__wxElement) node = node.parentNode
  return node?.__wxElement
}

/** Whether anything at this place or around it listens to long presses. */
function isHeard(node) {
  for (let at = node; at; at = at.parentNode) {
    const events = at.__wxElement?._$eventTarget
    if (events?.listeners?.longpress || events?.captureListeners?.longpress) return true
  }
  return false
}
