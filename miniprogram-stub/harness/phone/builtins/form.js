import { byId, mounted } from './dom.js'

/** Gathers the named fields below it when one of its buttons submits. */
export const form = {
  properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
  events: ['submit', 'reset', 'submitToGroup'],
  template: '<slot/>',
  mount: ({ host, emit }) => ({
    submit: (button) => emit('submit', { value: values(host), target: { id: button.id, dataset: button.dataset } }),
    reset: () => {
      for (const field of host.querySelectorAll('*')) mounted(field)?.reset?.()
      emit('reset')
    },
  }),
}

function values(host) {
  const found = {}
  for (const element of host.querySelectorAll('*')) {
    const caller = element.__wxElement?.getMethodCaller?.()
    const name = caller?.data?.name
    if (!name) continue
    const field = caller.following?.field
    if (field) found[name] = field()
    else if ('value' in caller.data) found[name] = caller.data.value
  }
  return found
}

const CONTROLS = 'wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea, wx-picker, wx-button'

/** Touching a label is touching the first control inside it, or the one it names. */
export const label = {
  properties: { for: String },
  template: '<slot/>',
  mount({ host, component, data }) {
    component._$.addListener('tap', (event) => {
      const control = byId(component, data.for) ?? host.querySelector(CONTROLS)
      const touched = event.getOriginalEvent()?.target
      if (control && !control.contains(touched)) mounted(control)?.activate?.()
    })
  },
}
