/** Whose archive this phone is open at: the account, its families, its children, and which of them. */

const client = require('./client')
const { Problem } = require('./problems')
const session = require('./session')

const CHILD = 'home.child'
const FAMILY = 'home.family'
const LAST = 'home.last'

/**
 * @typedef {object} Home
 * @property {any} account AccountView
 * @property {any[]} children StudentViews, eldest first
 * @property {any | null} child the one that is looked at
 * @property {any | null} family the one that is looked at, a FamilyView
 */

/** @type {Promise<Home> | null} */
let kept = null

/**
 * Everything about whose phone this is; asked for once until something changes it. Without a network
 * it is as it was the last time: one can record anywhere.
 * @returns {Promise<Home | null>} null while nobody has signed in here
 */
async function home() {
  if (!session.known()) return null
  kept ??= load()
  try {
    return await kept
  } catch (error) {
    kept = null
    const last = wx.getStorageSync(LAST)
    if (!(error instanceof Problem && error.offline) || last?.account?.id !== session.account()) throw error
    return chosen(last.account, last.children)
  }
}

/** @returns {Promise<Home>} */
async function load() {
  const [account, { items }] = await Promise.all([client.get('/account'), client.get('/students')])
  wx.setStorageSync(LAST, { account, children: items })
  return chosen(account, items)
}

/** @param {any} account @param {any[]} children @returns {Home} */
function chosen(account, children) {
  const child = children.find(({ id }) => id === wx.getStorageSync(CHILD)) || children[0] || null
  const wanted = wx.getStorageSync(FAMILY) || child?.family_id
  const family = account.families.find((/** @type {any} */ { id }) => id === wanted) || account.families[0] || null
  return { account, children, child, family }
}

/** Ask again next time: something about the families or children is different now. */
function changed() {
  kept = null
}

/** @param {{id: string, family_id: string}} child */
function choose(child) {
  wx.setStorageSync(CHILD, child.id)
  wx.setStorageSync(FAMILY, child.family_id)
  kept = null
}

/** @param {string} familyId */
function chooseFamily(familyId) {
  wx.setStorageSync(FAMILY, familyId)
  kept = null
}

/** Sign in for good: whoever was only looking around has an archive now. */
async function signIn() {
  await session.renew()
  kept = null
  return /** @type {Home} */ (await home())
}

/** Forget who was here. */
function leave() {
  session.forget()
  wx.removeStorageSync(CHILD)
  wx.removeStorageSync(FAMILY)
  wx.removeStorageSync(LAST)
  kept = null
}

module.exports = { home, changed, choose, chooseFamily, signIn, leave }
