import * as stack from '../stack.js'
import { linked } from '../event-channel.js'

export const asynchronous = {
  navigateTo({ url, events = {} }) {
    const [here, there] = linked()
    for (const [name, listener] of Object.entries(events)) here.on(name, listener)
    stack.navigateTo(url, there)
    return { eventChannel: here }
  },
  redirectTo: ({ url }) => stack.redirectTo(url),
  reLaunch: ({ url }) => stack.reLaunch(url),
  switchTab: ({ url }) => stack.switchTab(url),
  navigateBack: ({ delta }) => stack.navigateBack(delta),
  exitMiniProgram: () => {},
}
