import { complain } from '../harness.js'
import * as audio from './audio.js'
import { callable } from './calling.js'
import * as canvas from './canvas.js'
import * as documents from './documents.js'
import * as fileSystem from './file-system.js'
import * as interaction from './interaction.js'
import * as login from './login.js'
import * as media from './media.js'
import * as navigation from './navigation.js'
import * as network from './network.js'
import * as page from './page.js'
import * as privacy from './privacy.js'
import * as queries from './queries.js'
import * as recorder from './recorder.js'
import * as scan from './scan.js'
import * as sharing from './sharing.js'
import * as storage from './storage.js'
import * as system from './system.js'
import * as tabBar from './tab-bar.js'

const families = [
  audio, canvas, documents, fileSystem, interaction, login, media, navigation, network, page,
  privacy, queries, recorder, scan, sharing, storage, system, tabBar,
]

const known = {}
for (const { asynchronous = {}, immediate = {} } of families) {
  for (const [name, run] of Object.entries(asynchronous)) known[name] = callable(name, run)
  Object.assign(known, immediate)
}

/**
 * Whether this phone has an interface, component or one of its options, as wx.canIUse answers.
 * @param {string} schema `request`, `request.object.method`, `button.open-type.share`, …
 */
known.canIUse = (schema) => {
  const [name] = schema.split('.')
  return name in known || name in globalThis.miniProgram.builtinTemplates || `wx-${name}` in globalThis.miniProgram.builtinTemplates
}

/** `wx` for packages of others, which ask for what newer phones have. */
export const lenientWx = known

/** `wx` for the mini-program's own code: what is not there is an error. */
export const strictWx = new Proxy(known, {
  get(target, name) {
    if (!(name in target) && typeof name === 'string') complain(`wx.${name} is not in this phone`)
    return target[name]
  },
})
