/** What a tap leads to: asked first where it cannot be undone, done once, and said if it failed. */

const { Problem, say } = require('../api/problems')

/** @typedef {{data: any, setData: (data: any, done?: () => void) => void}} Shown a page, or a component */

/**
 * Do what a tap asked for, once at a time. Meanwhile the page's `busy` is true.
 * @param {Shown} page
 * @param {() => Promise<any>} action
 * @returns {Promise<boolean>} whether it went well
 */
async function doing(page, action) {
  if (page.data.busy) return false
  page.setData({ busy: true, wrong: blank(page) })
  try {
    await action()
    return true
  } catch (error) {
    refused(page, error)
    return false
  } finally {
    page.setData({ busy: false })
  }
}

/**
 * Tell why something was not taken, once: beside its field where the page shows it there, else as
 * whatever goes wrong is said. The page's `wrong` has a key for each field that it shows.
 * @param {Shown} page
 * @param {unknown} error
 */
function refused(page, error) {
  const told = wrongOf(error)
  const wrong = blank(page)
  const paths = Object.keys(told)
  const beside = paths.filter((path) => path in wrong)
  for (const path of beside) wrong[path] = told[path]
  page.setData({ wrong }, () => beside.length && scrollToWrong())
  if (!beside.length || beside.length < paths.length) say(error)
}

/** @param {Shown} page @returns {Record<string, string>} its fields, with nothing wrong */
function blank({ data }) {
  return Object.fromEntries(Object.keys(data.wrong || {}).map((field) => [field, '']))
}

/** The field may be far up a long form. */
function scrollToWrong() {
  wx.pageScrollTo({ selector: '.wrong', offsetTop: -160, fail: () => {} })
}

/**
 * The words of each field that was not taken.
 * @param {unknown} error
 * @returns {Record<string, string>}
 */
function wrongOf(error) {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries(error.errors.map(({ path, detail }) => [path, detail]))
}

/**
 * Ask before what cannot be undone, or what she may not expect.
 * @param {string} title
 * @param {string} content what will happen, in a sentence
 * @param {string} confirmText at most four characters
 * @returns {Promise<boolean>}
 */
async function sure(title, content, confirmText) {
  const { confirm } = await wx.showModal({ title, content, confirmText, cancelText: '先不' })
  return confirm
}

module.exports = { doing, refused, wrongOf, sure }
