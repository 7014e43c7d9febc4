import { make } from './dom.js'
import { fieldEvents, fieldProperties, followField } from './input.js'

export const textarea = {
  properties: {
    ...fieldProperties,
    placeholderClass: { type: String, value: 'textarea-placeholder' },
    autoHeight: Boolean,
    fixed: Boolean,
    showConfirmBar: { type: Boolean, value: true },
    disableDefaultPadding: Boolean,
  },
  events: [...fieldEvents, 'linechange'],
  mount(place) {
    const control = make('textarea')
    place.host.append(control)
    let lines = 0
    const grow = () => {
      if (!place.data.autoHeight || !control.isConnected) return
      control.style.height = 'auto'
      control.style.height = `${control.scrollHeight}px`
      const lineHeight = parseFloat(getComputedStyle(control).lineHeight) || 24
      const lineCount = Math.round(control.scrollHeight / lineHeight)
      if (lineCount !== lines) place.emit('linechange', { height: control.scrollHeight, lineCount, lineHeight })
      lines = lineCount
    }
    const field = followField(control, place)
    return {
      ...field,
      value: (value) => {
        field.value(value)
        requestAnimationFrame(grow)
      },
      autoHeight: (on) => {
        place.host.toggleAttribute('auto-height', on)
        requestAnimationFrame(grow)
      },
    }
  },
}
