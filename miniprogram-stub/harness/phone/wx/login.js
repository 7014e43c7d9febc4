import { dialog } from '../overlays.js'
import { settings, tellEmulator } from '../settings.js'
import { refuse } from './calling.js'

export const asynchronous = {
  login: () => tellEmulator('login', {}),
  checkSession: () => {},
  async requestSubscribeMessage({ tmplIds }) {
    if (!Array.isArray(tmplIds) || !tmplIds.length) refuse('TmplIds can\'t be empty', { errCode: 10001 })
    if (tmplIds.length > 5) refuse('The number of TmplIds exceeds 5', { errCode: 20003 })
    const unknown = tmplIds.filter((id) => !known().includes(id))
    if (unknown.length) refuse(`No template data return, verify the template id exist: ${unknown}`, { errCode: 20001 })
    const { confirm } = await dialog({ title: '发送以下消息', content: tmplIds.map(titleOf).join('\n'), confirm: '允许', cancel: '取消' })
    if (confirm) await tellEmulator('grants', { template_ids: tmplIds })
    return Object.fromEntries(tmplIds.map((id) => [id, confirm ? 'accept' : 'reject']))
  },
}

/** Templates are ids, or `{ id, title }`. */
const idOf = (template) => (typeof template === 'string' ? template : template.id ?? template.template_id)
const known = () => settings.config.templates.map(idOf)
const titleOf = (id) => settings.config.templates.find((one) => idOf(one) === id)?.title ?? '订阅消息'
