/** What WeChat would weigh: each package's files, and of npm packages the components that are used. */
import fs from 'node:fs'
import path from 'node:path'

import { transformSync } from 'esbuild'

import { compileMiniProgram } from '../build/compile.mjs'
import { subPackagesOf } from '../build/components.mjs'
import { foreign, Sources } from '../build/sources.mjs'
import { builtins } from '../phone/builtins/index.js'

const MEGABYTE = 1024 * 1024
const MOST = { main: 1.5 * MEGABYTE, other: 2 * MEGABYTE }

const project = path.resolve(import.meta.dirname, '../..')
const sources = new Sources(path.join(project, 'miniprogram'), path.join(project, 'node_modules'))
const app = sources.json('app.json')
const program = compileMiniProgram(sources.root, sources.packages, builtins)
const roots = subPackagesOf(app).map(({ root }) => root)
const packageOf = (file) => roots.find((root) => file.startsWith(root)) ?? 'main'

const sizes = new Map(['main', ...roots].map((name) => [name, 0]))
for (const file of [...sources.own(''), ...used()]) sizes.set(packageOf(file), sizes.get(packageOf(file)) + weigh(file))

let heavy = false
for (const [name, bytes] of sizes) {
  const most = name === 'main' ? MOST.main : MOST.other
  heavy ||= bytes > most
  console.log(`${name.padEnd(28)}${(bytes / 1024).toFixed(0).padStart(6)} KB of ${(most / 1024).toFixed(0)} KB${bytes > most ? '  TOO MUCH' : ''}`)
}
process.exit(heavy ? 1 : 0)

/** The files of other packages that a build with only the used components would hold. */
function used() {
  const parts = program.components.filter(foreign).flatMap((component) => ['.json', '.wxml', '.wxss', '.wxs'].map((ending) => component + ending))
  return [...program.modules.filter(foreign), ...parts.filter((file) => sources.has(file))]
}

/** Bytes of a file as it is uploaded: scripts minified, all else as it is. */
function weigh(file) {
  const real = sources.file(file)
  if (!fs.statSync(real).isFile()) return 0
  if (!file.endsWith('.js')) return fs.statSync(real).size
  return Buffer.byteLength(transformSync(fs.readFileSync(real, 'utf8'), { minify: true, format: 'cjs', logLevel: 'silent' }).code)
}
