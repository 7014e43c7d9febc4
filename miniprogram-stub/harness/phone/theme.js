import { settings } from './settings.js'

const { app, theme } = globalThis.miniProgram

/** A configuration with `@name` replaced by the theme's value, as `darkmode: true` has it. */
export function themed(config) {
  const values = theme[app.darkmode ? settings.theme : 'light'] ?? {}
  const value = (one) => {
    if (typeof one === 'string' && one.startsWith('@')) return values[one.slice(1)]
    if (Array.isArray(one)) return one.map(value)
    return one && typeof one === 'object' ? themed(one) : one
  }
  return Object.fromEntries(Object.entries(config).map(([name, one]) => [name, value(one)]))
}
