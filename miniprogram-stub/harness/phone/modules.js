import { constructors, define } from './framework.js'

const { components, modules } = globalThis.miniProgram
const cache = new Map()

/** What modules see besides `require`; start.js fills it in. */
export const given = { wx: undefined, foreignWx: undefined, App: undefined, getApp: undefined, getCurrentPages: undefined }

/** Runs a module once and gives its exports. */
export function load(path) {
  if (cache.has(path)) return cache.get(path).exports
  const module = { exports: {} }
  cache.set(path, module)
  const { Page, Component, Behavior } = constructors
  const wx = path.startsWith('miniprogram_npm/') ? given.foreignWx : given.wx
  modules[path].call(undefined, load, module, module.exports, wx, given.App, given.getApp, given.getCurrentPages, Page, Component, Behavior)
  return module.exports
}

const defined = new Set()

/** Loads a component's script after those of the components it uses, as WeChat does on demand. */
export function loadComponent(path) {
  if (defined.has(path)) return
  defined.add(path)
  for (const used of Object.values(components[path].json.usingComponents)) loadComponent(used.slice(1))
  define(path, () => load(`${path}.js`))
}
