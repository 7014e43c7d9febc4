import { mounted } from './dom.js'
import { followHover, hoverProperties } from './hover.js'

export const button = {
  properties: {
    ...hoverProperties('button-hover', 20, 70),
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
    name: String,
    lang: String,
    sessionFrom: String,
    sendMessageTitle: String,
    sendMessagePath: String,
    sendMessageImg: String,
    showMessageCard: Boolean,
    appParameter: String,
    phoneNumberNoQuotaToast: { type: Boolean, value: true },
    activityType: null,
    entrancePath: String,
    needShowEntrance: Boolean,
  },
  events: [
    ...['getuserinfo', 'contact', 'getphonenumber', 'getrealtimephonenumber', 'error', 'opensetting', 'launchapp'],
    ...['chooseavatar', 'agreeprivacyauthorization', 'createliveactivity', 'phoneoneclicklogin'],
  ],
  template: '<slot/>',
  mount(place) {
    const { host, component, data, phone } = place
    host.setAttribute('role', 'button')
    followHover(place, () => data.disabled)
    const press = () => !data.disabled && act(place)
    component._$.addListener('tap', press)
    return {
      activate: press,
      type: (type) => (host.dataset.type = type),
      size: (size) => (host.dataset.size = size),
      plain: (plain) => host.toggleAttribute('data-plain', plain),
      loading: (loading) => host.toggleAttribute('data-loading', loading),
      disabled: (disabled) => {
        host.toggleAttribute('disabled', disabled)
        host.toggleAttribute('aria-disabled', disabled)
      },
      openType: (type) => phone.checkOpenType(type),
    }
  },
}

function act({ host, data, component, emit, phone }) {
  if (data.openType) phone.openType(data.openType, { component, emit })
  const form = mounted(host.closest('wx-form'))
  if (data.formType === 'submit') form?.submit(component)
  if (data.formType === 'reset') form?.reset()
}
