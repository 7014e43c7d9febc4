import { boundEvent, tags } from './wxml.mjs'
import { place } from './sources.mjs'

/** What every tag takes: WXML's own words and the style system's. */
const ANYWHERE = /^(wx:|data-|mark:|slot:|generic:|change:|class:|style:|worklet:|let:)/
const COMMON = new Set(['id', 'class', 'style', 'slot', 'hidden'])
const STRUCTURE = new Set(['block', 'template', 'import', 'include', 'slot', 'wxs'])

/** Events that reach every component: touches bubble, transitions come from CSS. */
const EVENTS = new Set(
  ('tap longpress longtap touchstart touchmove touchend touchcancel touchforcechange ' +
    'transitionend animationstart animationiteration animationend').split(' '),
)

const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())

/**
 * What a WXML text asks of built-in components that they do not have, and components that nobody
 * declared.
 * @param {string} text
 * @param {Record<string, { properties: object, events?: string[], externalClasses?: string[] }>} builtins
 * @param {Record<string, string>} using the components declared in JSON
 * @returns {{ message: string, line: number, column: number }[]}
 */
export function unknownNames(text, builtins, using) {
  const wrong = []
  for (const one of tags(text)) {
    if (one.closing || STRUCTURE.has(one.tag) || one.tag in using) continue
    const complain = (index, message) => {
      const [line, column] = place(text, index)
      wrong.push({ message, line, column })
    }
    const builtin = builtins[one.tag]
    if (!builtin) complain(one.index, `<${one.tag}> is no component`)
    else for (const attribute of one.attributes) check(one.tag, builtin, attribute, complain)
  }
  return wrong
}

function check(tag, builtin, { name, index }, complain) {
  const event = boundEvent(name)
  if (event ? hasEvent(builtin, event) : hasProperty(builtin, name)) return
  complain(index, event ? `<${tag}> has no event ${event}` : `<${tag}> has no property ${name}`)
}

const hasEvent = ({ events = [] }, event) => EVENTS.has(event) || events.includes(event)

function hasProperty({ properties, externalClasses = [] }, name) {
  const base = name.replace(/^(model|change):/, '')
  if (camel(base) in properties || externalClasses.includes(name)) return true
  return ANYWHERE.test(name) || COMMON.has(name) || /^aria-[a-z]+$/.test(name)
}
