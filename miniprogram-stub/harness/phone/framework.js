import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'

import { createBackend } from './backend.js'
import { registerBuiltins } from './builtin.js'
import { complain } from './harness.js'

const { components, templates } = globalThis.miniProgram

const environment = new MiniProgramEnv()
/** Where components, templates and behaviors live. */
export const space = environment.createCodeSpace('', true)
let associated

/** Registers built-in components, and everything of ours that needs no script. */
export function startFramework(phone) {
  glassEasel.addGlobalErrorListener((error) => {
    complain(error)
    phone.onError?.(error)
    return false
  })
  glassEasel.addGlobalWarningListener((message, component) => {
    warn(message, String(component?.is ?? component))
    return false
  })
  associated = environment.associateBackend(createBackend())
  registerBuiltins(space, phone)
  for (const [path, { json, scope }] of Object.entries(components)) {
    space.addComponentStaticConfig(path, json)
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path] })
    space.addStyleSheet(path, undefined, scope)
  }
}

/** What the framework warns of: our own mistakes are errors, a package's habits are nobody's concern. */
function warn(message, is) {
  if (!is || `${is} ${message}`.includes('miniprogram_npm/')) console.debug(`${is}: ${message}`)
  else if (/is not a valid/.test(message)) complain(`${is}: ${message}`)
  else console.warn(`${is}: ${message}`)
}

/** Creates a page's root component, `<page>`; attach it to show it. */
export function createRoot(path) {
  return associated.createRoot('page', space, path)
}

/** Behaviors that the base library has built in, by the name in `behaviors: [...]`. */
const builtinBehaviors = new Map([
  ['wx://form-field', behaviorOf({ name: String, value: null })],
  ['wx://form-field-button', behaviorOf({})],
  ['wx://form-field-group', behaviorOf({})],
  ['wx://component-export', behaviorOf({})],
])

function behaviorOf(properties) {
  return space.behavior().definition({ properties }).register()
}

/** A definition with the base library's behaviors in place of their names. */
function withBehaviors(definition) {
  if (!definition.behaviors) return definition
  const behaviors = definition.behaviors.map((one) => {
    if (typeof one !== 'string') return one
    const found = builtinBehaviors.get(one)
    if (!found) complain(`there is no behavior ${one}`)
    return found
  })
  return { ...definition, behaviors: behaviors.filter(Boolean) }
}

/** The files being loaded, innermost last: `Component()` belongs to the file, whoever calls it. */
const loading = []

/** Runs a component's script, in which `Page`, `Component` and `Behavior` define that component. */
export function define(path, run) {
  loading.push(path)
  try {
    run()
  } finally {
    loading.pop()
  }
}

/** The constructors that modules are given. */
export const constructors = {
  Page: (definition) => space.component(current('Page')).pageDefinition(withBehaviors(definition)).register(),
  Component: (definition) => {
    const path = current('Component')
    adoptIsolation(path, definition.options)
    return space.component(path).definition(withBehaviors(definition)).register()
  },
  Behavior: (definition) => space.behavior().definition(withBehaviors(definition)).register(),
}

function current(name) {
  const path = loading.at(-1)
  if (!path) throw new Error(`${name}() was called outside a component's own file`)
  return path
}

/** `options.styleIsolation` says the same as the JSON file's word. */
function adoptIsolation(path, { styleIsolation, addGlobalClass } = {}) {
  const { json } = components[path]
  if (json.styleIsolation || !(styleIsolation || addGlobalClass)) return
  space.addComponentStaticConfig(path, { ...json, styleIsolation: styleIsolation ?? 'apply-shared' })
}
