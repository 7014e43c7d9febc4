import { builtins } from './builtins/index.js'

const { builtinTemplates } = globalThis.miniProgram

const ARIA = (
  'label hidden checked disabled expanded selected pressed modal live busy level valuenow valuemin valuemax ' +
  'valuetext describedby labelledby controls haspopup current atomic multiselectable orientation required invalid'
).split(' ')

/** What every built-in component has: `hidden`, a role, and ARIA's properties. */
const common = { hidden: Boolean, ariaRole: String, tabindex: null }
const reflect = {
  hidden: (host, value) => host.toggleAttribute('hidden', value),
  ariaRole: (host, value) => write(host, 'role', value),
  tabindex: (host, value) => write(host, 'tabindex', value),
}
for (const name of ARIA) {
  const property = `aria${name[0].toUpperCase()}${name.slice(1)}`
  common[property] = null
  reflect[property] = (host, value) => write(host, `aria-${name}`, value)
}

function write(host, name, value) {
  if (value === null || value === undefined || value === '') host.removeAttribute(name)
  else host.setAttribute(name, String(value))
}

/**
 * Makes each declaration in builtins/ a component of the framework.
 *
 * A declaration is `{ properties, events, template, mount }`. `mount(place)` gets
 * `{ host, data, component, emit(name, detail), set(values), phone }` once the element stands in the
 * page, may add DOM of its own to `host`, and gives back one function per property that follows its
 * value, and `unmount`.
 */
export function registerBuiltins(space, phone) {
  for (const [tag, declaration] of Object.entries(builtins)) {
    const is = `wx-${tag}`
    space.addComponentStaticConfig(is, { component: true, styleIsolation: 'shared' })
    space.addCompiledTemplate(is, { groupList: builtinTemplates, content: builtinTemplates[is] })
    const type = space.component(is).definition(definition(declaration, phone)).register()
    space.getComponentSpace().setGlobalUsingComponent(is, type._$)
  }
}

function definition({ properties, externalClasses, options, mount }, phone) {
  const all = { ...common, ...properties }
  const follow = (name) => function (value) {
    this.following?.[name]?.(value)
  }
  return {
    options,
    externalClasses,
    properties: all,
    observers: Object.fromEntries(Object.keys(all).map((name) => [name, follow(name)])),
    lifetimes: {
      attached() {
        this.following = begin(this, mount, phone)
        for (const name of Object.keys(all)) if (isGiven(this.data[name])) this.following[name]?.(this.data[name])
      },
      detached() {
        this.following?.unmount?.()
        this.following = undefined
      },
    },
  }
}

const isGiven = (value) => value !== null && value !== undefined && value !== ''

function begin(component, mount, phone) {
  const host = component._$.getBackendElement()
  const place = {
    host,
    component,
    phone,
    get data() {
      return component.data
    },
    emit: (name, detail = {}, options = {}) => component.triggerEvent(name, detail, options),
    set: (values) => component.setData(values),
  }
  const shown = Object.fromEntries(Object.entries(reflect).map(([name, show]) => [name, (value) => show(host, value)]))
  return { ...shown, ...mount?.(place) }
}
