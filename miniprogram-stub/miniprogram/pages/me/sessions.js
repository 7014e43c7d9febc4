/** 登录的设备: where one is signed in, and ending it there. */

const client = require('../../api/client')
const whose = require('../../api/home')
const { inside } = require('../../api/inside')
const { doing, sure } = require('../../look/doing')
const { screen } = require('../../look/screen')
const { ago } = require('../../words/dates')

Page(
  screen({
    data: { devices: /** @type {any[]} */ ([]), busy: false },

    async load() {
      await inside()
      const { items } = await client.get('/sessions')
      this.setData({ devices: items.map(told) })
    },

    /** @param {any} event */
    async end({ currentTarget }) {
      const { id, name } = currentTarget.dataset
      if (!(await sure('退出这台设备？', `「${name}」马上退出。要是登着您微信的手机，再打开小程序就又登录了。`, '退出'))) return
      if (await doing(this, () => client.remove(`/sessions/${id}`))) await this.refresh()
    },

    async endAll() {
      if (!(await sure('全部退出？', '电脑和这台手机要重新登录。登着您微信的别的手机，再打开小程序就又登录了。', '全部退出'))) return
      if (!(await doing(this, () => client.remove('/sessions')))) return
      whose.leave()
      wx.switchTab({ url: '/pages/mine/mine' })
    },
  }),
)

/** @param {any} device a DeviceView */
function told(device) {
  return { ...device, name: device.device || '不知道名字的设备', used: ago(device.used_at) }
}
