/** A second opinion: WeChat's own compilers read every WXML and WXSS file of ours. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { Sources } from '../build/sources.mjs'

const project = path.resolve(import.meta.dirname, '../..')
const root = path.join(project, 'miniprogram')
const compilers = path.join(project, 'node_modules/miniprogram-compiler/bin/linux')

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('left out: the compilers at hand are for Linux on x64')
  process.exit(0)
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'official-'))
const sources = new Sources(root, '')
const styles = sources.own('.wxss')
const templates = sources.own('.wxml')
// Styles import each other, so that compiler wants them all; templates are read one by one.
const wrong = [run('wcsc', styles), ...templates.map((file) => run('wcc', ['-d', file, '-o', path.join(scratch, 'out.js')]))].filter(Boolean)
fs.rmSync(scratch, { recursive: true })
for (const words of wrong) console.error(words)
console.log(`${styles.length + templates.length} files read by WeChat's compilers, ${wrong.length || 'none'} refused`)
process.exit(wrong.length ? 1 : 0)

/** What a compiler says against its files, or undefined. */
function run(compiler, options) {
  const program = path.join(compilers, compiler)
  fs.chmodSync(program, 0o755)
  const { status, stderr } = spawnSync(program, options, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  return status === 0 ? undefined : stderr.trim()
}
