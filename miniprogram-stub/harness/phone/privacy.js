import { dialog, nativePage } from './overlays.js'
import { make } from './builtins/dom.js'
import { owner, settings } from './settings.js'
import { complain } from './harness.js'

const KEY = `privacy of ${owner}`
/** @type {Set<Function>} */
export const askers = new Set()
/** Ids of agreeing buttons that were really touched. */
const touched = new Set()
let asking = null

/** Whether the user still has to agree to the privacy guideline. */
export const needsAgreement = () => settings.asksPrivacy && !localStorage.getItem(KEY)

/** Remembers that the user agreed. */
export function agree(buttonId) {
  if (buttonId) touched.add(buttonId)
  localStorage.setItem(KEY, 'agreed')
}

/**
 * Before a privacy interface runs: asks the mini-program's own dialogue, or WeChat's if it has none.
 * @param {string} referrer the interface
 * @throws {{ failure: string }} when the user refuses
 */
export async function authorize(referrer) {
  if (!needsAgreement()) return
  asking ??= (askers.size ? askProgram(referrer) : askOurselves()).finally(() => (asking = null))
  if (!(await asking)) throw { failure: 'privacy permission is not authorized', errno: 104 }
}

function askProgram(referrer) {
  return new Promise((resolve) => {
    const answer = ({ event, buttonId } = {}) => {
      if (event === 'exposureAuthorization') return
      if (event === 'agree' && !touched.has(buttonId)) complain(`privacy: agreed by "${buttonId}", but no such agreeing button was touched`)
      resolve(event === 'agree')
    }
    for (const asker of askers) asker(answer, { referrer })
  })
}

async function askOurselves() {
  const { confirm } = await dialog({
    title: '用户隐私保护提示',
    content: `在你使用服务之前，请仔细阅读${CONTRACT}。如你同意，请点击“同意”开始使用。`,
    confirm: '同意',
    cancel: '拒绝',
  })
  if (confirm) agree()
  return confirm
}

/** The guideline's name as WeChat shows it. */
export const CONTRACT = '《家档小程序隐私保护指引》'

/** WeChat's page with the guideline. */
export function openContract() {
  const words = make('p', { textContent: '这一页由微信按公众平台上填写的内容显示。' })
  nativePage('隐私保护指引', make('h2', { textContent: CONTRACT }), words)
}
