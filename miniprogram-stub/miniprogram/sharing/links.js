/** The links that open one thing for whoever holds them: where they lead, how long they live. */

const DAY = 24 * 60 * 60 * 1000

const LAYOUTS = [
  { name: 'grid', word: '九宫格', told: '选中的照片都放上。' },
  { name: 'single', word: '单张', told: '只放一张。' },
  { name: 'then_and_now', word: '今昔对比', told: '挑两张不同年份的，一张以前，一张现在。' },
]

/** @param {string} url of a ShareLinkView @returns {string} what is secret in it */
const tokenOf = (url) => url.slice(url.lastIndexOf('/') + 1)

/** @param {string} token @returns {string} where it opens in the mini-program */
const pageOf = (token) => `/pages/shared/shared?token=${token}`

/** @param {string} layout */
const layoutWord = (layout) => LAYOUTS.find(({ name }) => name === layout)?.word || '单独展示'

/**
 * How long a link lives on, in words.
 * @param {string} expires RFC 3339
 * @param {Date} [now]
 */
function daysLeft(expires, now = new Date()) {
  const days = Math.floor((new Date(expires).getTime() - now.getTime()) / DAY)
  return days < 1 ? '今天之内还能打开' : `还能打开${days}天`
}

/**
 * What stands above it in a chat or in Moments; it names no more than the page itself does.
 * @param {{title?: string, child: string, family: string}} shared
 */
const titleOf = ({ title, child, family }) => `${title || child || family} · ${family}的家档`

/**
 * @param {{pictures: any[], sections?: any[]}} shared
 * @returns {string | undefined} its first picture
 */
function pictureOf({ pictures, sections = [] }) {
  const all = [...pictures, ...sections.flatMap(({ entries }) => entries.flatMap((/** @type {any} */ one) => one.pictures))]
  return all[0]?.url
}

module.exports = { LAYOUTS, tokenOf, pageOf, layoutWord, daysLeft, titleOf, pictureOf }
