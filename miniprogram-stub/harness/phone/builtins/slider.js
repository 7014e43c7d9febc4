import { make, on } from './dom.js'

export const slider = {
  properties: {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    disabled: Boolean,
    showValue: Boolean,
    color: String,
    selectedColor: String,
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: { type: String, value: '#e9e9e9' },
    blockSize: { type: Number, value: 28 },
    blockColor: { type: String, value: '#ffffff' },
    name: String,
  },
  events: ['change', 'changing'],
  mount({ host, data, emit, set }) {
    const range = make('input', { type: 'range' })
    const shown = make('span')
    host.append(range, shown)
    on(range, 'input', () => {
      set({ value: range.valueAsNumber })
      emit('changing', { value: range.valueAsNumber })
    })
    on(range, 'change', () => emit('change', { value: range.valueAsNumber }))
    return {
      min: (min) => (range.min = min),
      max: (max) => (range.max = max),
      step: (step) => (range.step = step),
      value: (value) => {
        range.value = value
        shown.textContent = value
      },
      disabled: (disabled) => (range.disabled = disabled),
      showValue: (visible) => (shown.hidden = !visible),
      activeColor: (color) => (range.style.accentColor = color),
      ariaLabel: (label) => label && range.setAttribute('aria-label', label),
      field: () => data.value,
    }
  },
}
