import { complain } from './harness.js'
import { nativePage } from './overlays.js'
import { openSettings } from './permissions.js'
import { agree, authorize } from './privacy.js'
import { singlePage, tellEmulator } from './settings.js'
import { shareToFriend } from './sharing.js'
import { pickFiles } from './picking.js'
import { keepTemporary } from './files.js'
import { make } from './builtins/dom.js'

const acts = {
  share: ({ component }) => shareToFriend('button', { id: component.id, dataset: component.dataset }),
  contact: ({ emit }) => {
    nativePage('客服消息', make('p', { textContent: '这里是微信的客服会话。' }))
    emit('contact', { path: '', query: {} })
  },
  feedback: () => nativePage('意见反馈', make('p', { textContent: '这里是微信的意见反馈。' })),
  openSetting: async ({ emit }) => emit('opensetting', { authSetting: await openSettings(), errMsg: 'openSetting:ok' }),
  agreePrivacyAuthorization: ({ component, emit }) => {
    agree(component.id)
    emit('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  },
  async getPhoneNumber({ emit }) {
    const answer = await asked('getPhoneNumber', () => tellEmulator('phone-code', {}))
    emit('getphonenumber', answer)
  },
  async chooseAvatar({ emit }) {
    const answer = await asked('chooseAvatar', async () => {
      const [file] = await pickFiles({ count: 1, accept: 'image/*' })
      return { avatarUrl: await keepTemporary(file) }
    })
    if (answer.avatarUrl) emit('chooseavatar', { avatarUrl: answer.avatarUrl })
    else emit('error', answer)
  },
}

/** Runs a privacy interface; its answer or its failure as an event's detail. */
async function asked(name, run) {
  try {
    await authorize(`button open-type="${name}"`)
    return { errMsg: `${name}:ok`, ...(await run()) }
  } catch (error) {
    if (!error.failure) complain(error)
    return { errMsg: `${name}:fail ${error.failure ?? error.message}` }
  }
}

/** Touching a button with an `open-type`; in single-page mode such buttons do nothing. */
export function openType(type, place) {
  if (singlePage) return
  acts[type]?.(place)
}

