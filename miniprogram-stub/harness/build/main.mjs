/** Compiles miniprogram/ and the phone into harness/dist/. Usage: main.mjs [mini-program] [output]. */
import fs from 'node:fs'
import path from 'node:path'

import { buildSync } from 'esbuild'

import { builtins } from '../phone/builtins/index.js'
import { compileMiniProgram } from './compile.mjs'

const harness = path.resolve(import.meta.dirname, '..')
const root = path.resolve(process.argv[2] ?? path.join(harness, '../miniprogram'))
const out = path.resolve(process.argv[3] ?? path.join(harness, 'dist'))
const began = Date.now()

const program = compileMiniProgram(root, path.join(harness, '../node_modules'), builtins)
if (program.problems.length) {
  console.error(program.problems.join('\n'))
  process.exit(1)
}

fs.rmSync(out, { recursive: true, force: true })
fs.cpSync(root, out, { recursive: true, filter: isPictureOrFolder })
fs.writeFileSync(path.join(out, 'miniprogram.js'), program.script)
fs.writeFileSync(path.join(out, 'miniprogram.css'), program.css)
for (const file of ['index.html', 'phone.css', 'builtins.css']) fs.copyFileSync(path.join(harness, 'phone', file), path.join(out, file))
buildSync({
  entryPoints: [path.join(harness, 'phone/start.js')],
  outfile: path.join(out, 'phone.js'),
  bundle: true,
  format: 'iife',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
})
const { pages, components, modules } = program
console.log(`${pages.length} pages, ${components.length} components, ${modules.length} modules in ${Date.now() - began} ms`)

function isPictureOrFolder(file) {
  return fs.statSync(file).isDirectory() || /\.(png|jpe?g|gif|svg|webp|mp3|m4a)$/.test(file)
}
