/** The one way to the service: every request of every screen goes through here. */

const { api } = require('../config')
const { Problem, told, lost, signedOut } = require('./problems')
const session = require('./session')

const AGAIN = 2
const PATIENCE = 5

/** @typedef {WechatMiniprogram.RequestOption['method']} Method there is no PATCH */

/**
 * @typedef {object} Options
 * @property {string} [key] the Idempotency-Key of a creating request; the same intent keeps its key
 * @property {boolean} [anonymous] whether it goes without a session
 * @property {string} [as] the account whose it is: nobody else who has the phone by now sends it
 */

/**
 * A key for one intent. Whoever repeats the intent later, after the app was closed, keeps it.
 * @returns {string}
 */
function newKey() {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0')
  return `${Date.now().toString(36)}-${part()}-${part()}`
}

/**
 * Ask the service. What is safe to repeat is repeated by itself when nothing came back, or when the
 * service says when to come again; an expired session is renewed once. Nobody is signed in by it.
 * @param {Method} method
 * @param {string} path below /api/v1
 * @param {any} [data]
 * @param {Options} [options]
 * @returns {Promise<any>} the answer's JSON
 * @throws {Problem}
 */
async function send(method, path, data, options = {}) {
  for (let again = AGAIN; ; again -= 1) {
    try {
      return await asSomebody(method, path, data, options)
    } catch (error) {
      if (!(error instanceof Problem && error.passing && again) || error.retryAfter > PATIENCE) throw error
      await pause(error.retryAfter || 1 / again)
    }
  }
}

/** @param {Method} method @param {string} path @param {any} data @param {Options} options */
async function asSomebody(method, path, data, options) {
  if (options.anonymous) return once(method, path, data, options, '')
  requireOwner(options)
  if (!session.known()) throw signedOut()
  const token = session.token() || (await session.renew())
  try {
    return await once(method, path, data, options, token)
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    requireOwner(options)
    const fresh = session.token() === token ? await session.renew() : session.token()
    return once(method, path, data, options, fresh)
  }
}

/** The phone changes hands while requests are under way. @param {Options} options */
function requireOwner({ as }) {
  if (!as || as === session.account()) return
  throw new Problem({ status: 408, code: 'session.other', detail: '先登录，再接着传。', retryAfter: 3600 })
}

/**
 * @param {Method} method @param {string} path @param {any} data @param {Options} options
 * @param {string} token
 */
function once(method, path, data, options, token) {
  /** @type {Record<string, string>} */
  const header = { 'Content-Type': 'application/json' }
  if (token) header.Authorization = `Bearer ${token}`
  if (options.key) header['Idempotency-Key'] = options.key
  return new Promise((resolve, reject) => {
    wx.request({
      url: api + path,
      method,
      data,
      header,
      timeout: 20000,
      success: (answer) => {
        if (answer.statusCode < 300) resolve(answer.data)
        else reject(told(/** @type {any} */ (answer)))
      },
      fail: () => reject(lost()),
    })
  })
}

/** @param {number} seconds */
function pause(seconds) {
  return new Promise((done) => setTimeout(done, seconds * 1000))
}

/**
 * Path and query, without what was left out.
 * @param {string} path
 * @param {Record<string, any>} query
 */
function asked(path, query) {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '' && value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return parts.length ? `${path}?${parts.join('&')}` : path
}

/** @param {string} path @param {Record<string, any>} [query] @param {Options} [options] */
const get = (path, query = {}, options = {}) => send('GET', asked(path, query), undefined, options)

/**
 * What may be there or not: nothing where it is not. Nothing, too, where it is not the account's to see.
 * @param {string} path @param {Record<string, any>} [query] @param {Options} [options]
 */
async function find(path, query, options) {
  try {
    return await get(path, query, options)
  } catch (error) {
    if (error instanceof Problem && error.gone) return null
    throw error
  }
}

/** @param {string} path @param {any} [data] @param {Options} [options] */
const post = (path, data, options = {}) => send('POST', path, data, { key: newKey(), ...options })

/** @param {string} path @param {any} [data] @param {Options} [options] */
const put = (path, data, options = {}) => send('PUT', path, data, options)

/** @param {string} path */
const remove = (path) => send('DELETE', path)

module.exports = { get, find, post, put, remove, newKey }
