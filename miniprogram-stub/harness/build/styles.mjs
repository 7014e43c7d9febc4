import postcss from 'postcss'
import selectorParser from 'postcss-selector-parser'

import { foreign, place, resolve } from './sources.mjs'

const IMPORT = /@import\s+(?:url\()?\s*['"]([^'"]+)['"]\s*\)?\s*;?/g
const THEME = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/

/**
 * A declaration's value in units of the phone's screen, which may be a frame on a desktop page:
 * 750 rpx are its width, 100 vh the height that the page has between its bars, and its safe areas
 * are the shim's.
 */
export function units(value) {
  return value
    .replace(/(-?\d*\.?\d+)rpx\b/g, (_, n) => `${+(n / 7.5).toFixed(4)}vw`)
    .replace(/(-?\d*\.?\d+)vh\b/g, (_, n) => `calc(${n} * var(--vh))`)
    .replace(/\b(?:env|constant)\(\s*safe-area-inset-(top|bottom|left|right)\s*(?:,[^()]*)?\)/g, 'var(--safe-$1)')
}

/** The text of a WXSS file with everything it imports, each file once. */
export function gather(sources, problems, virtual, seen = new Set()) {
  if (seen.has(virtual)) return ''
  seen.add(virtual)
  if (!sources.has(virtual)) {
    problems.add(virtual, 'imported, but there is no such file')
    return ''
  }
  return sources.read(virtual).replace(IMPORT, (_, name) => {
    const imported = resolve(virtual, name)
    sources.within(problems, virtual, imported)
    return gather(sources, problems, imported, seen)
  })
}

/**
 * Compiles a WXSS file to CSS.
 * @param {import('./sources.mjs').Sources} sources
 * @param {import('./sources.mjs').Problems} problems
 * @param {string} virtual
 * @param {{ builtins: Set<string>, scope?: string, within?: string }} how `scope` prefixes classes
 *   (a component's own), `within` is a selector that rules are kept below: a page's, or all pages'
 */
export function compile(sources, problems, virtual, how) {
  if (!sources.has(virtual)) return ''
  const text = gather(sources, problems, virtual)
  try {
    return translate(text, how, foreign(virtual) ? () => {} : complaints(problems, virtual, text))
  } catch (error) {
    problems.add(virtual, error.reason ?? error.message, error.line, error.column)
    return ''
  }
}

const complaints = (problems, virtual, text) => (message, index) => problems.add(virtual, message, ...place(text, index))

/** WXSS text to CSS text; `complain(message, index)` hears what WeChat would refuse. */
export function translate(text, { builtins, scope, within }, complain = () => {}) {
  const root = postcss.parse(text)
  const inKeyframes = (rule) => rule.parent?.type === 'atrule' && /keyframes$/.test(rule.parent.name)
  const selectors = selectorParser((list) => {
    rename(list, builtins, scope)
    if (within) list.each((selector) => keepWithin(selector, within))
  })
  root.walkRules((rule) => {
    if (inKeyframes(rule)) return
    if (/#[a-zA-Z]/.test(rule.selector)) complain(`${rule.selector}: use a class, ids are not styled`, rule.source.start.offset)
    rule.selector = selectors.processSync(rule.selector)
  })
  root.walkDecls((declaration) => {
    if (/url\(\s*['"]?(?!data:|https?:|['"]?data:)/.test(declaration.value))
      complain('local files cannot be named in WXSS', declaration.source.start.offset)
    declaration.value = units(declaration.value)
  })
  root.walkAtRules('media', (rule) => followTheme(rule))
  return root.toString()
}

function rename(list, builtins, scope) {
  list.walkTags((tag) => {
    if (builtins.has(tag.value)) tag.value = `wx-${tag.value}`
  })
  if (!scope) return
  list.walkClasses((one) => {
    one.value = `${scope}--${one.value}`
  })
  list.walkPseudos((pseudo) => {
    if (pseudo.value === ':host')
      pseudo.replaceWith(selectorParser.attribute({ attribute: 'wx-host', operator: '=', value: scope, raws: {}, quoteMark: null }))
  })
}

/** `:where` adds no weight, so that a page's rules weigh what they weigh on a phone. */
function keepWithin(selector, within) {
  const where = `:where(${within})`
  const page = selector.at(0)?.type === 'tag' && selector.at(0).value === 'page'
  if (page) selector.at(0).value = `page:where(${within} *)`
  else selector.prepend(selectorParser.tag({ value: `${where} ` }))
}

/** The harness switches the theme by an attribute, whatever the desktop prefers. */
function followTheme(rule) {
  const theme = rule.params.match(THEME)?.[1]
  if (!theme) return
  rule.walkRules((inner) => {
    inner.selectors = inner.selectors.map((one) => `:where([data-theme="${theme}"]) ${one}`)
  })
  const rest = rule.params.replace(THEME, '').replace(/^\s*and\s+|\s+and\s*$/g, '').trim()
  if (rest) rule.params = rest
  else rule.replaceWith(rule.nodes)
}
