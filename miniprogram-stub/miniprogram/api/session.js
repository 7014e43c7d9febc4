/** Who is signed in on this phone. */

const { api } = require('../config')
const { Problem, told, lost } = require('./problems')

const TOKEN = 'session.token'
const ACCOUNT = 'session.account'
const LENT = 'session.lent'

/** @type {Promise<string> | null} */
let renewing = null

/** Whether somebody signed in here before: nobody is signed in who only looks around. */
function known() {
  return Boolean(wx.getStorageSync(ACCOUNT))
}

/** @returns {string} the account's id, or nothing. */
function account() {
  return wx.getStorageSync(ACCOUNT)
}

/** @returns {string} */
function token() {
  return wx.getStorageSync(TOKEN)
}

/**
 * Sign in with WeChat; whoever asks meanwhile gets the same session.
 * @returns {Promise<string>} the token
 */
function renew() {
  if (lent()) return returned()
  renewing ??= signIn().finally(() => {
    renewing = null
  })
  return renewing
}

async function signIn() {
  const { code } = await wx.login()
  const session = await exchanged(code)
  wx.setStorageSync(TOKEN, session.token)
  wx.setStorageSync(ACCOUNT, session.account_id)
  return session.token
}

/**
 * @param {string} code
 * @returns {Promise<{token: string, account_id: string}>}
 */
function exchanged(code) {
  const device = wx.getDeviceInfo().model.slice(0, 60)
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${api}/sessions`,
      method: 'POST',
      data: { code, device },
      success: (answer) => {
        if (answer.statusCode < 300) resolve(/** @type {any} */ (answer.data))
        else reject(told(/** @type {any} */ (answer)))
      },
      fail: () => reject(lost()),
    })
  })
}

/**
 * Hand the phone to a child: from now on it is signed in here, and the guardian's session waits.
 * @param {{token: string, account_id: string, expires_at: string}} handover
 * @param {string} name how the child is called
 */
function lend({ token: lentToken, account_id, expires_at }, name) {
  wx.setStorageSync(LENT, { token: token(), account: account(), until: expires_at, name })
  wx.setStorageSync(TOKEN, lentToken)
  wx.setStorageSync(ACCOUNT, account_id)
}

/** @returns {{token: string, account: string, until: string, name: string} | null} while a child has the phone */
function lent() {
  return wx.getStorageSync(LENT) || null
}

/** The guardian has the phone back. */
function takeBack() {
  const before = lent()
  if (!before) return
  wx.setStorageSync(TOKEN, before.token)
  wx.setStorageSync(ACCOUNT, before.account)
  wx.removeStorageSync(LENT)
}

/**
 * The child's half hour is over: to sign in anew would be to sign in as the guardian. What is on its
 * way waits for the guardian, too.
 * @returns {Promise<string>}
 */
function returned() {
  wx.reLaunch({ url: '/pages/child/lent' })
  const detail = '时间到了，请把手机还给家长。'
  return Promise.reject(new Problem({ status: 408, code: 'session.lent', detail, retryAfter: 3600 }))
}

/** Forget the session on this phone; what is being sent stays. */
function forget() {
  wx.removeStorageSync(TOKEN)
  wx.removeStorageSync(ACCOUNT)
  wx.removeStorageSync(LENT)
}

module.exports = { known, account, token, renew, lend, lent, takeBack, forget }
