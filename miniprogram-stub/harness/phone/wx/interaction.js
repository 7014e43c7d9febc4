import { dialog, hideToast, sheet, toast } from '../overlays.js'
import { urlOf } from '../files.js'
import { top } from '../stack.js'
import { refuse } from './calling.js'

let loading = false

export const asynchronous = {
  showToast({ title, icon = 'success', image = '', duration = 1500, mask = false }) {
    if (typeof title !== 'string') refuse('parameter error: parameter.title should be String')
    loading = false
    const picture = image && urlOf(image, top()?.route)
    toast(title, { icon, picture, milliseconds: duration, mask })
  },
  hideToast: () => !loading && hideToast(),
  showLoading({ title, mask = false }) {
    loading = true
    toast(title ?? '', { icon: 'loading', milliseconds: 0, mask })
  },
  hideLoading: () => {
    if (!loading) return
    loading = false
    hideToast()
  },
  async showModal({ title, content, showCancel = true, cancelText, confirmText, editable, placeholderText, confirmColor, cancelColor }) {
    for (const words of [cancelText, confirmText]) if (words?.length > 4) refuse(`button text "${words}" is longer than 4 characters`)
    const answer = await dialog({
      title,
      content,
      confirm: confirmText,
      cancel: showCancel ? cancelText : null,
      placeholder: editable ? placeholderText ?? '' : null,
      confirmColor,
      cancelColor,
    })
    return { confirm: answer.confirm, cancel: !answer.confirm, content: answer.confirm && editable ? answer.content : null }
  },
  async showActionSheet({ itemList, alertText }) {
    if (!Array.isArray(itemList) || itemList.length > 6) refuse('parameter error: itemList should not be more than 6')
    const tapIndex = await sheet(itemList, { title: alertText })
    if (tapIndex < 0) refuse('cancel')
    return { tapIndex }
  },
  enableAlertBeforeUnload: () => {},
  disableAlertBeforeUnload: () => {},
  hideKeyboard: () => document.activeElement?.blur(),
}

