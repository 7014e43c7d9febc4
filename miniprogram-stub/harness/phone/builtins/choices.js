import { make, mounted, on } from './dom.js'

const look = {
  value: String,
  checked: Boolean,
  disabled: Boolean,
  color: { type: String, value: '#09BB07' },
  backgroundColor: String,
  borderColor: String,
  activeBackgroundColor: String,
  activeBorderColor: String,
  iconColor: String,
}

/** One box of a group; the group hears of changes. */
const choice = (type, group) => ({
  properties: look,
  template: '<slot/>',
  mount({ host, data, set }) {
    const box = make('input', { type })
    host.prepend(box)
    const choose = (checked) => {
      set({ checked })
      mounted(host.closest(group))?.changed(host)
    }
    on(box, 'input')
    on(box, 'change', () => choose(box.checked))
    return {
      checked: (checked) => (box.checked = checked),
      disabled: (disabled) => (box.disabled = disabled),
      color: (color) => host.style.setProperty('--chosen', color),
      ariaLabel: (label) => label && box.setAttribute('aria-label', label),
      activate: () => !data.disabled && choose(type === 'radio' || !data.checked),
      reset: () => set({ checked: false }),
    }
  },
})

export const checkbox = choice('checkbox', 'wx-checkbox-group')
export const radio = choice('radio', 'wx-radio-group')

const chosen = (host, tag) =>
  [...host.querySelectorAll(tag)].map((one) => one.__wxElement.data).filter((data) => data.checked).map((data) => data.value)

export const checkboxGroup = {
  properties: { name: String },
  events: ['change'],
  template: '<slot/>',
  mount: ({ host, emit }) => ({
    changed: () => emit('change', { value: chosen(host, 'wx-checkbox') }),
    field: () => chosen(host, 'wx-checkbox'),
  }),
}

export const radioGroup = {
  properties: { name: String },
  events: ['change'],
  template: '<slot/>',
  mount({ host, emit }) {
    host.setAttribute('role', 'radiogroup')
    return {
      changed(last) {
        for (const one of host.querySelectorAll('wx-radio'))
          if (one !== last) one.__wxElement.getMethodCaller().setData({ checked: false })
        emit('change', { value: last.__wxElement.data.value })
      },
      field: () => chosen(host, 'wx-radio')[0] ?? '',
    }
  },
}

export const switchBox = {
  properties: {
    checked: Boolean,
    disabled: Boolean,
    type: { type: String, value: 'switch' },
    color: { type: String, value: '#04BE02' },
    name: String,
  },
  events: ['change'],
  mount({ host, data, emit, set }) {
    const box = make('input', { type: 'checkbox' })
    host.append(box)
    const turn = (checked) => {
      set({ checked })
      emit('change', { value: checked })
    }
    on(box, 'input')
    on(box, 'change', () => turn(box.checked))
    return {
      type: (type) => (type === 'switch' ? box.setAttribute('role', 'switch') : box.removeAttribute('role')),
      checked: (checked) => (box.checked = checked),
      disabled: (disabled) => (box.disabled = disabled),
      color: (color) => host.style.setProperty('--chosen', color),
      ariaLabel: (label) => label && box.setAttribute('aria-label', label),
      activate: () => !data.disabled && turn(!data.checked),
      field: () => data.checked,
      reset: () => set({ checked: false }),
    }
  },
}
