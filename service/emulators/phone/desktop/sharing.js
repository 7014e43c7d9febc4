/** What the phone's holder sent out of WeChat, and how others open it. */

const MOMENTS = 1154
const CHAT = 1007
const OFTEN = 500

const WORDS = {
  friend: { where: '发给了朋友', open: '在朋友的手机上打开', caption: '一位朋友', scene: CHAT },
  timeline: { where: '发到了朋友圈', open: '在朋友圈里打开', caption: '朋友圈里的人', scene: MOMENTS },
}

/**
 * Lists what is shared on `phone`; `opens` lays another phone beside it.
 * @param {import('./phones.js').DeskPhone} phone
 * @param {(opening: object) => void} opens
 */
export function followShares(phone, opens) {
  const list = document.querySelector('#shares')
  const clear = () => {
    list.replaceChildren()
    document.querySelector('#shared').hidden = true
  }
  setInterval(() => {
    const shares = phone.harness?.shares ?? []
    if (shares.length < list.children.length) clear()
    for (const share of shares.slice(list.children.length)) {
      list.append(card(share, opening(share, phone), opens))
      document.querySelector('#shared').hidden = false
    }
  }, OFTEN)
  return { clear }
}

/** A share in Moments is of the page that was open, with a query of its own. */
function opening(share, phone) {
  const { caption, scene } = WORDS[share.kind]
  const [path, query = share.query] = (share.path ?? phone.harness.route).split('?')
  return { caption, person: caption, path, query, scene }
}

function card({ kind, title, imageUrl }, opening, opens) {
  const row = document.querySelector('#share').content.firstElementChild.cloneNode(true)
  const [picture, words, where, button] = row.children
  picture.hidden = !imageUrl
  if (imageUrl) picture.src = imageUrl
  words.textContent = title
  where.textContent = WORDS[kind].where
  button.textContent = WORDS[kind].open
  button.addEventListener('click', () => opens(opening))
  return row
}
