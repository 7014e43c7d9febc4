import { harness } from './harness.js'
import { dialog } from './overlays.js'

const NAMES = { 'scope.writePhotosAlbum': '添加到相册' }

/** Whether the user lets the mini-program do it; as on a phone, nobody asks a second time. */
export const allows = (scope) => !harness.refused.includes(scope)

/** What WeChat's settings tell of permissions. */
export const permissions = () => Object.fromEntries(Object.keys(NAMES).map((scope) => [scope, allows(scope)]))

/** WeChat's own settings, in which the user may allow what was refused. */
export async function openSettings() {
  const names = harness.refused.map((scope) => NAMES[scope] ?? scope)
  const { confirm } = await dialog({ title: '设置', content: names.join('\n'), confirm: '打开', cancel: '返回' })
  if (confirm) harness.refused = []
  return permissions()
}
