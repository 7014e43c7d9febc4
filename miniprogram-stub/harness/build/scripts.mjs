import path from 'node:path'

import { transformSync } from 'esbuild'

import { place, resolve } from './sources.mjs'

/** What a browser has and WeChat's JavaScript engine has not: modules cannot see these. */
const HIDDEN = (
  'window self document top parent frames globalThis fetch XMLHttpRequest WebSocket localStorage sessionStorage ' +
  'indexedDB caches navigator location history FormData Blob File FileReader Image Audio alert confirm prompt ' +
  'crypto URL URLSearchParams AbortController TextEncoder TextDecoder atob btoa structuredClone queueMicrotask ' +
  'requestAnimationFrame requestIdleCallback Worker MutationObserver ResizeObserver IntersectionObserver'
).split(' ')

/** What the phone gives to every module. */
const GIVEN = 'require module exports wx App getApp getCurrentPages Page Component Behavior'.split(' ')

const REQUIRE = /\brequire\(\s*(["'])([^"']+)\1\s*\)/g

/** Collects CommonJS modules (ES modules are turned into them) with everything they require. */
export class Scripts {
  #modules = new Map()

  constructor(sources, problems) {
    this.sources = sources
    this.problems = problems
  }

  /** Adds a module, by its virtual path with `.js`. */
  add(virtual) {
    if (this.#modules.has(virtual)) return
    this.#modules.set(virtual, '')
    const text = this.sources.read(virtual)
    const code = this.#commonJs(virtual, text)
    const linked = code.replace(REQUIRE, (call, _, name) => {
      const target = this.#find(virtual, name)
      const named = place(text, Math.max(0, text.indexOf(name)))
      if (!target) {
        this.problems.add(virtual, `cannot find '${name}'`, ...named)
        return call
      }
      this.sources.within(this.problems, virtual, target, ...named)
      this.add(target)
      return `require(${JSON.stringify(target)})`
    })
    this.#modules.set(virtual, linked)
  }

  #commonJs(virtual, text) {
    try {
      return transformSync(text, { format: 'cjs', target: 'es2020', sourcefile: virtual, logLevel: 'silent' }).code
    } catch (error) {
      const [{ text: message, location }] = error.errors
      this.problems.add(virtual, message, location?.line, (location?.column ?? 0) + 1)
      return ''
    }
  }

  #find(from, name) {
    const own = this.#file(resolve(from, name))
    if (own || name.startsWith('.') || name.startsWith('/')) return own
    const folders = path.posix.dirname(from).split('/')
    const upwards = folders.map((_, index) => folders.slice(0, folders.length - index).join('/'))
    const places = [...upwards, ''].map((folder) => path.posix.join(folder, 'miniprogram_npm', name))
    return places.map((place) => this.#file(place)).find(Boolean)
  }

  #file(base) {
    return [base, `${base}.js`, `${base}/index.js`].find((one) => one.endsWith('.js') && this.sources.has(one))
  }

  /** Every module's path. */
  get paths() {
    return [...this.#modules.keys()]
  }

  /** JavaScript that evaluates to `{ path: function (require, module, …) }`. */
  code() {
    const names = [...GIVEN, ...HIDDEN].join(',')
    // The inner block lets a module declare a name that is hidden here.
    const one = ([name, code]) => `${JSON.stringify(name)}:function(${names}){{\n${code}\n}}`
    return `{${[...this.#modules].map(one).join(',\n')}}`
  }
}
