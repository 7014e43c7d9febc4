/** Notices of what has no page of its own on a phone: they are answered where they stand. */

const client = require('../../api/client')
const { sure } = require('../../look/doing')
const { scan } = require('../mine/scanning')

/** @typedef {{subject_id: string, words: string}} Notice */

/** @param {Notice} notice of a photo */
async function tellRefusal({ subject_id: id }) {
  const { refusal } = await client.get(`/photos/${id}`)
  await wx.showModal({ title: '没有收进档案', content: refusal, showCancel: false, confirmText: '知道了' })
}

/** Whether a human should look at it is hers to say. @param {Notice} notice of a photo */
async function offerLook({ subject_id: id }) {
  if (!(await sure('请人看看这张照片？', '会有工作人员打开这张照片看一看，没问题家人就能看到。不请也行，它一直只有您看得到。', '请人看看'))) return
  await client.post(`/photos/${id}/review`)
  wx.showToast({ title: '看完会告诉您', icon: 'none' })
}

/** What is not to be done, until when and why; and where to say that it is not right. @param {Notice} notice */
async function tellRestriction({ words }) {
  const { confirm } = await wx.showModal({ title: '为什么', content: `${words}。到时候自己就恢复了。`, confirmText: '觉得不对', cancelText: '知道了' })
  if (confirm) wx.navigateTo({ url: '/pages/about/complaint' })
}

/** Looking at reports is done at a computer, which the phone lets in. */
async function leadToConsole() {
  if (await sure('到电脑上去看', '在电脑上打开工作人员的页面，用手机扫上面的码登录。这一条排在最前面。', '扫一扫')) await scan()
}

/** @type {Record<string, (notice: Notice) => Promise<void>>} */
const ANSWERS = {
  ...{ photo_refused: tellRefusal, photo_doubtful: offerLook },
  ...{ restricted: tellRestriction, urgent_report: leadToConsole },
}

module.exports = { ANSWERS }
