import { followHover, hoverProperties } from './hover.js'

export const navigator = {
  properties: {
    ...hoverProperties('navigator-hover', 50, 600),
    target: { type: String, value: 'self' },
    url: String,
    openType: { type: String, value: 'navigate' },
    delta: { type: Number, value: 1 },
    appId: String,
    path: String,
    extraData: Object,
    version: String,
    shortLink: String,
  },
  events: ['success', 'fail', 'complete'],
  template: '<slot/>',
  mount(place) {
    const { host, component, data, emit, phone } = place
    host.setAttribute('role', 'link')
    followHover(place)
    component._$.addListener('tap', () =>
      phone.navigate(data.openType, {
        url: data.url,
        delta: data.delta,
        success: (answer) => emit('success', answer),
        fail: (answer) => emit('fail', answer),
        complete: (answer) => emit('complete', answer),
      }),
    )
  },
}
