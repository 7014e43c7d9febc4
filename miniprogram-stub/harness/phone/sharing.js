import { harness } from './harness.js'
import { dialog, sheet } from './overlays.js'
import { writeQuery } from './query.js'
import { singlePage } from './settings.js'
import { urlOf } from './files.js'
import { stack } from './stack.js'

/** How long WeChat waits for a promised card, in ms. */
const PATIENCE = 3000

/** Which menu entries a page offers: declaring the method offers it, wx.hideShareMenu takes it back. */
function offered(page) {
  const friend = page.has('onShareAppMessage') && page.menus?.friend !== false
  return { friend, timeline: friend && page.has('onShareTimeline') && page.menus?.timeline !== false }
}

/** The capsule's ··· menu. */
export async function openMenu() {
  const page = stack.at(-1)
  const { friend, timeline } = singlePage ? {} : offered(page)
  const acts = []
  if (friend) acts.push(['转发给朋友', () => shareToFriend('menu')])
  if (timeline) acts.push(['分享到朋友圈', shareToTimeline])
  acts.push(['设置', () => {}], ['反馈与投诉', () => {}])
  const chosen = await sheet(acts.map(([words]) => words), { title: page.title })
  await acts[chosen]?.[1]()
}

const address = (page) => {
  const query = writeQuery(page.query)
  return `/${page.route}${query ? `?${query}` : ''}`
}

/**
 * Forwards the page's card to a friend.
 * @param {'menu' | 'button'} from
 * @param {object} [target] the button
 */
export async function shareToFriend(from, target) {
  const page = stack.at(-1)
  const given = page.call('onShareAppMessage', { from, target, webViewUrl: undefined }) ?? {}
  const promised = given.promise && (await Promise.race([given.promise, new Promise((late) => setTimeout(late, PATIENCE))]))
  const card = { kind: 'friend', title: page.title, path: address(page), ...given, ...promised }
  delete card.promise
  await confirmShare(card, '发送给：朋友')
}

/** Puts the page into Moments: the path stays, only a query can be given. */
export async function shareToTimeline() {
  const page = stack.at(-1)
  const given = page.call('onShareTimeline') ?? {}
  const own = { title: page.title, query: writeQuery(page.query) }
  const card = { kind: 'timeline', path: `/${page.route}`, ...own, ...given }
  await confirmShare(card, '发表到朋友圈')
}

async function confirmShare(card, title) {
  harness.shares.push({ ...card, ...(card.imageUrl && { imageUrl: urlOf(card.imageUrl, stack.at(-1).route) }) })
  await dialog({ title, content: card.title, confirm: '知道了', cancel: null })
}
