import { make, on } from './dom.js'

const KEYBOARDS = { number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text', nickname: 'text' }
/** What both text fields take. */
export const fieldProperties = {
  value: String,
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: { type: String, value: 'input-placeholder' },
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  cursor: { type: Number, value: -1 },
  cursorSpacing: null,
  cursorColor: String,
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  confirmType: { type: String, value: 'done' },
  confirmHold: Boolean,
  name: String,
}

export const fieldEvents = [
  ...['input', 'focus', 'blur', 'confirm', 'keyboardheightchange', 'selectionchange'],
  ...['keyboardcompositionstart', 'keyboardcompositionupdate', 'keyboardcompositionend'],
]

export const input = {
  properties: {
    ...fieldProperties,
    type: { type: String, value: 'text' },
    password: Boolean,
    alwaysEmbed: Boolean,
    safePasswordCertPath: String,
    safePasswordLength: Number,
    safePasswordTimeStamp: Number,
    safePasswordNonce: String,
    safePasswordSalt: String,
    safePasswordCustomHash: String,
  },
  events: [...fieldEvents, 'nicknamereview'],
  mount(place) {
    const control = make('input', { type: 'text' })
    place.host.append(control)
    on(control, 'keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return
      place.emit('confirm', { value: control.value })
      if (!place.data.confirmHold) control.blur()
    })
    if (place.data.type === 'nickname') askBeforeNickname(control, place)
    return {
      ...followField(control, place),
      type: (type) => (control.inputMode = KEYBOARDS[type] ?? 'text'),
      password: (hidden) => (control.type = hidden ? 'password' : 'text'),
      confirmType: (type) => (control.enterKeyHint = type === 'return' ? 'enter' : type),
    }
  },
}

/** WeChat offers the user's nickname above the keyboard, once they agreed to the privacy guideline. */
function askBeforeNickname(control, { phone, emit, data, set }) {
  control.addEventListener('focus', async () => {
    try {
      await phone.privacy('input type="nickname"')
    } catch {
      return control.blur()
    }
    const name = await phone.offerNickname(control)
    if (!name) return
    set({ value: name })
    emit('input', { value: name, cursor: name.length, keyCode: undefined })
    if (data.type === 'nickname') emit('nicknamereview', { pass: true, timeout: false })
  })
}

/** What `<input>` and `<textarea>` have in common, for a real control in the DOM. */
export function followField(control, { host, data, component, emit, set }) {
  const initial = data.value
  on(control, 'input', () => {
    set({ value: control.value })
    emit('input', { value: control.value, cursor: control.selectionStart ?? control.value.length })
  })
  on(control, 'change keyup')
  on(control, 'focus', () => {
    emit('focus', { value: control.value, height: 0 })
  })
  on(control, 'blur', () => emit('blur', { value: control.value, cursor: control.selectionStart }))
  const focus = (wanted) => (wanted ? requestAnimationFrame(() => control.focus()) : control.blur())
  return {
    value: (value) => {
      if (control.value !== String(value ?? '')) control.value = value ?? ''
    },
    placeholder: (words) => (control.placeholder = words),
    disabled: (disabled) => (control.disabled = disabled),
    maxlength: (length) => (length < 0 ? control.removeAttribute('maxlength') : (control.maxLength = length)),
    focus: (wanted) => (wanted || document.activeElement === control) && focus(wanted),
    autoFocus: (wanted) => wanted && focus(true),
    name: (name) => (control.name = name),
    ariaLabel: (label) => label && control.setAttribute('aria-label', label),
    placeholderStyle: (style) => showPlaceholder(host, style),
    placeholderClass: (name) => copyPlaceholderClass(host, component, name),
    field: () => control.value,
    reset: () => set({ value: initial }),
    activate: () => control.focus(),
  }
}

/** Only the colour: `::placeholder` can be reached by custom properties alone. */
function showPlaceholder(host, style) {
  const colour = style?.match(/(?:^|;)\s*color\s*:\s*([^;]+)/)?.[1]
  if (colour) host.style.setProperty('--placeholder', colour)
}

/** A class cannot be put on `::placeholder` either; its colour is read off an element that has it. */
function copyPlaceholderClass(host, component, name) {
  if (!name || name === 'input-placeholder') return
  const probe = make('span')
  const scope = component._$.ownerShadowRoot?.getHostNode().getComponentOptions().styleScope
  const prefix = scope === undefined ? '' : component._$.getStyleScopeManager?.()?.queryName(scope)
  probe.className = `${name} ${prefix ? `${prefix}--${name}` : ''}`
  host.append(probe)
  host.style.setProperty('--placeholder', getComputedStyle(probe).color)
  probe.remove()
}

