import { make } from './dom.js'

const BLANKS = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }

export const text = {
  properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean, overflow: String, maxLines: Number },
  template: '<slot/>',
  mount: ({ host }) => ({
    userSelect: (on) => host.toggleAttribute('data-selectable', on),
    selectable: (on) => host.toggleAttribute('data-selectable', on),
    space: (kind) => {
      if (kind in BLANKS) host.style.whiteSpace = 'pre-wrap'
    },
  }),
}

const GLYPHS = {
  success: '✓', success_no_circle: '✓', info: 'i', warn: '!', waiting: '…',
  cancel: '×', download: '↓', search: '⌕', clear: '×',
}

export const icon = {
  properties: { type: String, size: { type: null, value: 23 }, color: String },
  mount({ host }) {
    const glyph = make('i')
    host.append(glyph)
    return {
      type: (type) => {
        glyph.textContent = GLYPHS[type] ?? ''
        glyph.dataset.type = type
      },
      size: (size) => (glyph.style.fontSize = `${parseFloat(size)}px`),
      color: (color) => (glyph.style.color = color),
    }
  },
}

export const progress = {
  properties: {
    percent: Number,
    showInfo: Boolean,
    strokeWidth: { type: null, value: 6 },
    borderRadius: { type: null, value: 0 },
    fontSize: { type: null, value: 16 },
    color: String,
    activeColor: { type: String, value: '#09BB07' },
    backgroundColor: { type: String, value: '#EBEBEB' },
    active: Boolean,
    activeMode: { type: String, value: 'backwards' },
    duration: { type: Number, value: 30 },
  },
  events: ['activeend'],
  mount({ host, data, emit }) {
    const fill = make('div')
    const bar = make('div', { part: 'bar' }, fill)
    const info = make('span')
    host.append(bar, info)
    host.setAttribute('role', 'progressbar')
    fill.addEventListener('transitionend', () => data.active && emit('activeend', { curPercent: data.percent }))
    return {
      percent: (percent) => {
        fill.style.width = `${percent}%`
        info.textContent = `${percent}%`
        host.setAttribute('aria-valuenow', percent)
      },
      showInfo: (shown) => (info.hidden = !shown),
      strokeWidth: (width) => (bar.style.height = `${parseFloat(width)}px`),
      borderRadius: (radius) => (bar.style.borderRadius = `${parseFloat(radius)}px`),
      activeColor: (color) => (fill.style.background = data.color || color),
      backgroundColor: (color) => (bar.style.background = color),
      active: (on) => (fill.style.transition = on ? 'width .6s linear' : ''),
    }
  },
}
