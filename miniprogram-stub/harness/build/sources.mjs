import fs from 'node:fs'
import path from 'node:path'

/**
 * The mini-program's files under the paths that WeChat knows them by: relative to `miniprogram/`,
 * without a leading slash, npm packages under `miniprogram_npm/`.
 */
export class Sources {
  /**
   * @param {string} root folder of the mini-program (where app.json is)
   * @param {string} packages the `node_modules` folder that stands for `miniprogram_npm`
   */
  constructor(root, packages) {
    this.root = root
    this.packages = packages
    /** Roots of the sub-packages, each with a slash at its end. */
    this.roots = []
  }

  /** The sub-package that a virtual path is in; '' is the main package, where npm packages are too. */
  packageOf(virtual) {
    return this.roots.find((root) => virtual.startsWith(root)) ?? ''
  }

  /** Tells `problems` where `from` names what stands in a sub-package that it is not in itself: WeChat does not load that. */
  within(problems, from, to, line, column) {
    const root = this.packageOf(to)
    if (root && root !== this.packageOf(from)) problems.add(from, `${to} is in the sub-package ${root}`, line, column)
  }

  /** The real file behind a virtual path; it may not exist. */
  file(virtual) {
    const own = path.join(this.root, virtual)
    const npm = virtual.match(/^miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/(.*)$/)
    if (!npm || fs.existsSync(own)) return own
    return this.#inPackage(npm[1], npm[2])
  }

  /** WeChat's npm build takes `miniprogram_dist`, or bundles a plain package into its index.js. */
  #inPackage(name, rest) {
    const folder = path.join(this.packages, name)
    const manifest = path.join(folder, 'package.json')
    if (!fs.existsSync(manifest)) return path.join(folder, rest)
    const { miniprogram, main = 'index.js' } = JSON.parse(fs.readFileSync(manifest, 'utf8'))
    const built = path.join(folder, miniprogram ?? 'miniprogram_dist')
    if (fs.existsSync(built)) return path.join(built, rest)
    return rest === 'index.js' ? path.join(folder, main) : path.join(folder, rest)
  }

  /** Whether there is such a file (not a folder). */
  has(virtual) {
    return fs.statSync(this.file(virtual), { throwIfNoEntry: false })?.isFile() ?? false
  }

  /** The text of a file; throws when it is missing. */
  read(virtual) {
    return fs.readFileSync(this.file(virtual), 'utf8')
  }

  /** A parsed JSON file, `{}` when it is missing; what cannot be parsed is told to `problems`. */
  json(virtual, problems) {
    if (!this.has(virtual)) return {}
    try {
      return JSON.parse(this.read(virtual))
    } catch (error) {
      problems.add(virtual, error.message)
      return {}
    }
  }

  /** Every own file whose name ends so, as virtual paths, sorted. */
  own(...endings) {
    return fs
      .readdirSync(this.root, { recursive: true })
      .map((name) => name.split(path.sep).join('/'))
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .filter((name) => !name.startsWith('miniprogram_npm/'))
      .sort()
  }
}

/** `../a/b` seen from the file `from`, or `/a/b` from the root; always a virtual path. */
export function resolve(from, reference) {
  if (reference.startsWith('/')) return path.posix.normalize(reference.slice(1))
  return path.posix.join(path.posix.dirname(from), reference)
}

/** Whether a virtual path belongs to somebody else's package. */
export const foreign = (virtual) => virtual.startsWith('miniprogram_npm/')

/** What is wrong with the sources, as `file:line:column message`. */
export class Problems {
  list = []

  add(virtual, message, line = 1, column = 1) {
    this.list.push(`${virtual}:${line}:${column} ${message}`)
  }
}

/** Line and column, both from 1, of an index into a text. */
export function place(text, index) {
  const before = text.slice(0, index).split('\n')
  return [before.length, before.at(-1).length + 1]
}
