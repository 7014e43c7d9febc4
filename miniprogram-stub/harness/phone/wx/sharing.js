import { top } from '../stack.js'

const MENUS = { shareAppMessage: 'friend', shareTimeline: 'timeline' }

const set = (names, shown) => {
  const values = Object.fromEntries(names.map((name) => [MENUS[name], shown]))
  top().menus = { ...top().menus, ...values }
}

export const asynchronous = {
  showShareMenu: ({ menus = ['shareAppMessage'] }) => set(menus, true),
  hideShareMenu: ({ menus = ['shareAppMessage', 'shareTimeline'] }) => set(menus, false),
  updateShareMenu: () => {},
}
