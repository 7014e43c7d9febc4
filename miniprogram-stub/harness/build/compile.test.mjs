import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import vm from 'node:vm'

import { builtins } from '../phone/builtins/index.js'
import { compileMiniProgram } from './compile.mjs'

/** Compiles a mini-program of these files, on top of a page that is well. */
function compile(files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mini-'))
  const page = { 'app.json': '{"pages":["a/a"]}', 'a/a.wxml': '<view/>', 'a/a.js': 'Page({})' }
  for (const [name, text] of Object.entries({ ...page, ...files })) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    fs.writeFileSync(path.join(root, name), text)
  }
  try {
    return compileMiniProgram(root, root, builtins)
  } finally {
    fs.rmSync(root, { recursive: true })
  }
}

test('pages of sub-packages follow those of the main package', () => {
  const app = '{"pages":["a/a"],"subPackages":[{"root":"b/","pages":["c"]}]}'
  const { pages, problems } = compile({ 'app.json': app, 'b/c.wxml': '<text/>', 'b/c.js': 'Page({})' })
  assert.deepEqual([pages, problems], [['a/a', 'b/c'], []])
})

test('every mistake is told at its place', () => {
  const { problems } = compile({ 'a/a.wxml': '\n  <viw/>', 'a/a.js': 'require("./no")', 'a/a.json': '{"usingComponents":{"x":"./x"}}', 'a/a.wxss': '.a { color: }}' })
  assert.deepEqual(problems.map((one) => one.split(' ')[0]), ['a/a.json:1:1', 'a/a.wxml:2:3', 'a/a.js:1:10', 'a/a.wxss:1:14'])
})

test('modules see neither the window nor the network of the browser', () => {
  const { script } = compile({ 'a/a.js': 'module.exports = [typeof window, typeof document, typeof fetch, typeof localStorage, typeof URL, typeof globalThis]' })
  const context = vm.createContext({ window: {}, document: {}, fetch() {}, localStorage: {}, URL: class {} })
  vm.runInContext(script, context)
  const module = { exports: [] }
  context.miniProgram.modules['a/a.js'](undefined, module)
  assert.deepEqual([...module.exports], Array(6).fill('undefined'))
})

test('a script may itself be called as something that is hidden', () => {
  assert.deepEqual(compile({ 'a/a.js': 'const top = 1\nconst location = top\nPage({ location })' }).problems, [])
})

test('two files of one name, template and script, are kept apart', () => {
  const files = { 'a/a.wxml': '<wxs src="./a.wxs" module="m"/><view>{{m.x}}</view>', 'a/a.wxs': 'var b = require("./b.wxs"); module.exports = b', 'a/b.wxs': 'module.exports = { x: 1 }' }
  assert.deepEqual(compile(files).problems, [])
})

test('a sub-package has what is its own and the main package’s, nothing of another', () => {
  const app = '{"pages":["a/a"],"subPackages":[{"root":"b","pages":["b"]},{"root":"c","pages":["c"]}]}'
  const own = { 'b/x.js': '', 'b/x.json': '{"component":true}', 'b/x.wxml': '<view/>', 'b/x.wxss': '', 'b/x.wxs': 'module.exports = {}', 'b/b.js': 'require("./x")' }
  const well = { 'app.json': app, 'b/b.wxml': '<view/>', 'c/c.wxml': '<view/>', 'c/c.js': 'require("../a/a")', ...own }
  const crossing = {
    'c/c.js': 'require("../b/x")',
    'c/c.json': '{"usingComponents":{"x":"../b/x"}}',
    'c/c.wxss': '@import "../b/x.wxss";',
    'c/c.wxml': '<import src="../b/x.wxml"/>',
    'a/a.wxml': '<wxs src="../b/x.wxs" module="m"/>',
  }
  assert.deepEqual(compile(well).problems, [])
  for (const [file, text] of Object.entries(crossing)) {
    const { problems } = compile({ ...well, [file]: text })
    assert.match(problems.join('\n'), new RegExp(`^${file}:1:\\d+ b/x[.\\w]* is in the sub-package b/$`))
  }
})
