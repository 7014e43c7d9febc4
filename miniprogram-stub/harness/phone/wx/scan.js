import { harness } from '../harness.js'
import { dialog } from '../overlays.js'
import { refuse } from './calling.js'

/** What a code says: a mini-program's own code is a page with a scene, and has no text. */
const answer = (text) =>
  /^\/?pages\//.test(text)
    ? { result: '', scanType: 'WX_CODE', path: text.replace(/^\//, ''), charSet: '', rawData: '' }
    : { result: text, scanType: 'QR_CODE', path: '', charSet: 'utf-8', rawData: '' }

export const asynchronous = {
  async scanCode() {
    const laid = harness.scan
    harness.scan = null
    if (laid !== null) return answer(laid)
    const { confirm, content } = await dialog({ title: '扫一扫', content: '', placeholder: '码里写着什么', confirm: '扫到了' })
    return confirm && content ? answer(content) : refuse('cancel')
  },
}
