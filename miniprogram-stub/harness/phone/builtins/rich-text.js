import { make } from './dom.js'

const TAGS = new Set(
  'a abbr b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i img ins li ol p q s span strong sub sup table tbody td tfoot th thead tr u ul'.split(' '),
)
const ATTRIBUTES = new Set('class style alt src width height colspan rowspan start type'.split(' '))

/** Text with a few HTML tags, as a string or as nodes; what is not in WeChat's list is left out. */
export const richText = {
  properties: { nodes: { type: null, value: [] }, space: String, userSelect: Boolean, mode: String },
  mount({ host }) {
    const box = make('div')
    host.append(box)
    return {
      nodes: (nodes) => box.replaceChildren(...(typeof nodes === 'string' ? parse(nodes) : (nodes ?? []).map(build))),
    }
  },
}

function parse(html) {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(copy)
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  const name = node.nodeName.toLowerCase()
  const attrs = Object.fromEntries([...(node.attributes ?? [])].map((one) => [one.name, one.value]))
  return element(name, attrs, [...node.childNodes].map(copy))
}

function build(node) {
  if (node.type === 'text') return node.text
  return element(node.name, node.attrs ?? {}, (node.children ?? []).map(build))
}

function element(name, attributes, children) {
  if (!TAGS.has(name)) return ''
  const made = make(name, {}, ...children)
  for (const [key, value] of Object.entries(attributes)) if (ATTRIBUTES.has(key)) made.setAttribute(key, value)
  return made
}
