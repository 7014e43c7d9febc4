import vm from 'node:vm'

import { Components, pagesOf, subPackagesOf } from './components.mjs'
import { Scripts } from './scripts.mjs'
import { Problems, Sources } from './sources.mjs'
import { builtinTemplates, Templates } from './templates.mjs'

/**
 * Compiles a mini-program for the browser's phone.
 * @param {string} root where app.json is
 * @param {string} packages the `node_modules` folder
 * @param {object} builtins the built-in components' declarations
 * @returns {{ script: string, css: string, problems: string[], pages: string[], modules: string[], components: string[] }}
 */
export function compileMiniProgram(root, packages, builtins) {
  const sources = new Sources(root, packages)
  const problems = new Problems()
  const app = sources.json('app.json', problems)
  if (!app.pages) return { script: '', css: '', problems: [...problems.list, 'app.json:1:1 names no pages'], pages: [], modules: [], components: [] }
  sources.roots = subPackagesOf(app).map(({ root }) => root)
  const templates = new Templates(sources, problems, builtins)
  const scripts = new Scripts(sources, problems)
  const components = new Components({ app, sources, problems, templates, scripts })
  const pages = pagesOf(app)
  if (sources.has('app.js')) scripts.add('app.js')
  for (const page of pages) components.add(page, true)
  const theme = app.themeLocation ? sources.json(app.themeLocation, problems) : {}
  const facts = { app, pages, theme, components: components.known }
  const script = problems.list.length ? '' : assemble(facts, templates, builtins, scripts)
  check(script, problems)
  return {
    script,
    css: components.css(),
    problems: problems.list,
    pages,
    modules: scripts.paths,
    components: Object.keys(components.known),
  }
}

/** One script that leaves everything in `globalThis.miniProgram`; WXS sees two globals of its own. */
function assemble(facts, templates, builtins, scripts) {
  return [
    'globalThis.getRegExp = (pattern, flags) => new RegExp(pattern, flags)',
    'globalThis.getDate = (...parts) => new Date(...parts)',
    `globalThis.miniProgram = ${JSON.stringify(facts)}`,
    `miniProgram.templates = ${templates.code()}`,
    `miniProgram.builtinTemplates = ${builtinTemplates(builtins)}`,
    `miniProgram.modules = ${scripts.code()}`,
  ].join(';\n')
}

/** Runs the script once: what the compilers let pass and a browser would stumble over, is told now. */
function check(script, problems) {
  try {
    vm.runInNewContext(script, {}, { filename: 'miniprogram.js' })
  } catch (error) {
    problems.add('miniprogram.js', error.message)
  }
}
