import { place } from './sources.mjs'

/** Scripts and comments hide what looks like tags; they come first. */
const TOKEN =
  /<!--[\s\S]*?-->|<wxs\b[^>]*?\/>|<wxs\b[\s\S]*?<\/wxs\s*>|<(?<slash>\/?)(?<tag>[a-zA-Z][\w.-]*)(?<rest>(?:"[^"]*"|'[^']*'|[^"'>])*)>/g
const ATTRIBUTE = /([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g
const EVENT = /^(capture-bind|capture-catch|mut-bind|bind|catch):?(.+)$/

/**
 * The tags of a WXML text in order.
 * @returns {{ tag: string, closing: boolean, alone: boolean, index: number, attributes: { name: string, value: string | undefined, index: number }[] }[]}
 */
export function tags(text) {
  const found = []
  for (const token of text.matchAll(TOKEN)) {
    const { slash, tag, rest } = token.groups
    if (!tag) continue
    const start = token.index + 1 + slash.length + tag.length
    found.push({
      tag,
      closing: slash === '/',
      alone: /\/\s*$/.test(rest),
      index: token.index,
      attributes: slash ? [] : attributes(rest, start),
    })
  }
  return found
}

function attributes(rest, start) {
  return [...rest.matchAll(ATTRIBUTE)].map((match) => ({
    name: match[1],
    value: match[2]?.replace(/^["']|["']$/g, ''),
    index: start + match.index,
  }))
}

/** The event that an attribute binds (`bindtap`, `catch:tap`, …), or undefined. */
export function boundEvent(name) {
  return name.match(EVENT)?.[2]
}

/**
 * Makes the tags of built-in components custom elements (`view` → `wx-view`), and blanks comments out, keeping lines.
 * @param {string} text
 * @param {Set<string>} builtins tag names
 * @param {(script: string) => string} ofScript what becomes of `<wxs>…</wxs>`
 */
export function rewrite(text, builtins, ofScript = (script) => script) {
  return text.replace(TOKEN, (token, ...groups) => {
    const { slash, tag, rest } = groups.at(-1)
    if (token.startsWith('<!--')) return token.replace(/[^\n]/g, ' ')
    if (!tag) return ofScript(token)
    if (!builtins.has(tag)) return token
    return `<${slash}wx-${tag}${rest}>`
  })
}

/**
 * Tags that are opened and not closed, or closed and not open. WeChat's compiler refuses them; the
 * open-source one would guess.
 * @returns {{ message: string, line: number, column: number }[]}
 */
export function unbalanced(text) {
  const open = []
  const wrong = []
  const complain = (index, message) => {
    const [line, column] = place(text, index)
    wrong.push({ message, line, column })
  }
  for (const { tag, closing, alone, index } of tags(text)) {
    if (!closing) {
      if (!alone) open.push({ tag, index })
    } else if (open.at(-1)?.tag === tag) {
      open.pop()
    } else {
      const at = open.findLastIndex((one) => one.tag === tag)
      if (at < 0) complain(index, `</${tag}> closes nothing`)
      for (const one of at < 0 ? [] : open.splice(at).slice(1)) complain(one.index, `<${one.tag}> is not closed`)
    }
  }
  for (const one of open) complain(one.index, `<${one.tag}> is not closed`)
  return wrong
}

/**
 * Text areas in a popup that do not say `fixed`: where they are and what is typed would scroll apart.
 * @returns {{ message: string, line: number, column: number }[]}
 */
export function unfixed(text) {
  const wrong = []
  let popups = 0
  for (const { tag, closing, alone, index, attributes } of tags(text)) {
    if (tag === 't-popup' && !alone) popups += closing ? -1 : 1
    if (tag !== 'textarea' || closing || !popups || attributes.some(({ name }) => name === 'fixed')) continue
    const [line, column] = place(text, index)
    wrong.push({ message: '<textarea> in a popup is not fixed', line, column })
  }
  return wrong
}
