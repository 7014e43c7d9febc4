import { createRequire } from 'node:module'

import { unknownNames } from './properties.mjs'
import { foreign, resolve } from './sources.mjs'
import { rewrite, unbalanced, unfixed } from './wxml.mjs'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler')

const REQUIRE = /\brequire\(\s*['"]([^'"]+?)(?:\.wxs)?['"]\s*\)/g

/** The compiler knows scripts without their ending; and in WXS, `x.constructor` is the type's name. */
const asPlainScript = (text) =>
  text.replace(REQUIRE, "require('$1')").replace(/\.constructor\b(?!\.name)/g, '.constructor.name')

/** Compiles WXML and WXS with WeChat's open-source compiler, and checks what that lets pass. */
export class Templates {
  #group = new TmplGroup()
  #done = new Set()
  #scripts = new Set()

  constructor(sources, problems, builtins) {
    this.sources = sources
    this.problems = problems
    this.builtins = builtins
    this.names = new Set(Object.keys(builtins))
  }

  /**
   * Adds a template and all that it includes.
   * @param {string} path virtual, without `.wxml`
   * @param {Record<string, string>} using the components it may use
   */
  add(path, using) {
    if (this.#done.has(path)) return
    this.#done.add(path)
    const file = `${path}.wxml`
    if (!this.sources.has(file)) return this.problems.add(file, 'there is no such template')
    const text = this.sources.read(file)
    if (!foreign(path)) this.#check(file, text, using)
    this.#compile(path, file, rewrite(text, this.names, asPlainScript))
    for (const name of this.#group.getDirectDependencies(path)) {
      this.sources.within(this.problems, file, name)
      this.add(name.replace(/\.wxml$/, ''), using)
    }
    for (const name of this.#group.getScriptDependencies(path)) {
      this.sources.within(this.problems, file, name)
      this.#script(name.replace(/\.wxs$/, ''))
    }
    this.#required(path, (text.match(/<wxs\b[\s\S]*?<\/wxs/g) ?? []).join('\n'))
  }

  #check(file, text, using) {
    const wrong = unbalanced(text)
    if (!wrong.length) wrong.push(...unknownNames(text, this.builtins, using), ...unfixed(text))
    for (const { message, line, column } of wrong) this.problems.add(file, message, line, column)
  }

  #compile(path, file, text) {
    const lines = text.split('\n')
    for (const one of this.#group.addTmpl(path, text)) {
      if (foreign(path) && !one.isError) continue
      if (one.message === 'missing end tag') continue // told by `unbalanced`
      const renamed = lines[one.startLine].slice(0, one.startColumn).match(/<\/?wx-/g)?.length ?? 0
      this.problems.add(file, one.message, one.startLine + 1, one.startColumn + 1 - 3 * renamed)
    }
  }

  /** Adds a WXS file by its path without `.wxs`, and what it requires. */
  #script(path) {
    if (this.#scripts.has(path)) return
    this.#scripts.add(path)
    const text = this.sources.read(`${path}.wxs`)
    this.#group.addScript(path, asPlainScript(text))
    this.#required(path, text)
  }

  #required(path, text) {
    for (const [, name] of text.matchAll(REQUIRE)) {
      this.sources.within(this.problems, path, resolve(path, name))
      this.#script(resolve(path, name))
    }
  }

  /** JavaScript that evaluates to all templates by path. */
  code() {
    return this.#group.getTmplGenObjectGroups()
  }
}

/** JavaScript that evaluates to the templates of the built-in components. */
export function builtinTemplates(builtins) {
  const group = new TmplGroup()
  for (const [name, { template = '' }] of Object.entries(builtins)) {
    const [wrong] = group.addTmpl(`wx-${name}`, template)
    if (wrong) throw new Error(`wx-${name}: ${wrong.message}`)
  }
  return group.getTmplGenObjectGroups()
}
