import { followHover, hoverProperties } from './hover.js'

export const view = {
  properties: hoverProperties('none'),
  template: '<slot/>',
  mount(place) {
    followHover(place)
  },
}

export const coverView = {
  properties: { ...hoverProperties('none'), scrollTop: null, markerId: null },
  template: '<slot/>',
}

/** Its children are fixed to the page already (see the frame in ../page.js), so it stays in place. */
export const rootPortal = { properties: { enable: { type: Boolean, value: true } }, template: '<slot/>' }
