import { resolve } from './sources.mjs'
import { compile } from './styles.mjs'

/** The sub-packages of an app.json, each root with a slash at its end. */
export function subPackagesOf(app) {
  return (app.subPackages ?? app.subpackages ?? []).map(({ root, pages }) => ({ root: root.replace(/\/?$/, '/'), pages }))
}

/** Every page in app.json's order, those of sub-packages included. */
export function pagesOf(app) {
  return [...app.pages, ...subPackagesOf(app).flatMap(({ root, pages }) => pages.map((page) => root + page))]
}

/** Follows `usingComponents` from the pages, and compiles each component's four files. */
export class Components {
  /** path → what the phone needs to know: `{ json, page, scope }`. */
  known = {}
  /** CSS in the order of the cascade: components first, then pages. */
  #styles = { components: [], pages: [] }

  constructor({ app, sources, problems, templates, scripts }) {
    Object.assign(this, { app, sources, problems, templates, scripts })
  }

  /** Adds a page or component and all that it uses. */
  add(path, page = false) {
    if (this.known[path]) return
    const json = this.sources.json(`${path}.json`, this.problems)
    const using = {}
    this.known[path] = { page, scope: this.#scope(path, json, page), json: { ...json, component: page ? undefined : true, usingComponents: using } }
    if (!this.#complete(path)) return
    for (const [name, reference] of Object.entries(this.app.usingComponents ?? {})) this.#use(using, 'app', name, reference)
    for (const [name, reference] of Object.entries(json.usingComponents ?? {})) this.#use(using, path, name, reference)
    const generics = Object.keys(json.componentGenerics ?? {}).map((name) => [name, ''])
    this.templates.add(path, { ...using, ...Object.fromEntries(generics) })
    this.scripts.add(`${path}.js`)
    this.#style(path)
  }

  #complete(path) {
    const missing = [`${path}.wxml`, `${path}.js`].filter((file) => !this.sources.has(file))
    for (const file of missing) this.problems.add(file, 'is missing')
    return !missing.length
  }

  /** Where a component's own classes are kept; pages and `shared` ones write plain classes. */
  #scope(path, { styleIsolation = '' }, page) {
    const script = this.sources.has(`${path}.js`) ? this.sources.read(`${path}.js`) : ''
    const isolation = styleIsolation || script.match(/styleIsolation:\s*['"]([a-z-]+)['"]/)?.[1] || ''
    if (page || isolation === 'shared' || isolation === 'page-shared') return undefined
    return `c${Object.keys(this.known).length}`
  }

  #use(using, from, name, reference) {
    const found = this.#locate(from, reference)
    if (!found) return this.problems.add(`${from}.json`, `no component at ${reference}`)
    this.sources.within(this.problems, `${from}.json`, found)
    using[name] = `/${found}`
    this.add(found)
  }

  #locate(from, reference) {
    const candidates = [resolve(from, reference)]
    if (!/^[./]/.test(reference)) candidates.push(`miniprogram_npm/${reference}`)
    return candidates.find((path) => this.sources.has(`${path}.json`))
  }

  #style(path) {
    const { page, scope } = this.known[path]
    const how = { builtins: this.templates.names, scope, within: page ? `[data-route="${path}"]` : undefined }
    const css = compile(this.sources, this.problems, `${path}.wxss`, how)
    if (css) this.#styles[page ? 'pages' : 'components'].push(`/* ${path}.wxss */\n${css}`)
  }

  /** The whole mini-program's CSS. */
  css() {
    const app = compile(this.sources, this.problems, 'app.wxss', { builtins: this.templates.names, within: '#pages' })
    return [app, ...this.#styles.components, ...this.#styles.pages].join('\n')
  }
}
