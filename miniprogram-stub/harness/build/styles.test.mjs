import assert from 'node:assert/strict'
import test from 'node:test'

import { translate, units } from './styles.mjs'

const builtins = new Set(['view', 'text'])
const css = (text, how = {}) => translate(text, { builtins, ...how }).replace(/\s+/g, ' ').trim()

test('750 rpx are as wide as the phone, signs and fractions included', () => {
  assert.equal(units('10rpx -7.5rpx calc(1px + .75rpx)'), '1.3333vw -1vw calc(1px + 0.1vw)')
})

test('heights are the page’s and safe areas the phone’s', () => {
  assert.equal(units('50vh'), 'calc(50 * var(--vh))')
  assert.equal(units('env(safe-area-inset-bottom)'), 'var(--safe-bottom)')
})

test('a component’s classes are its own, and :host is its element', () => {
  assert.equal(css('.a .b:not(.c) {}', { scope: 'c7' }), '.c7--a .c7--b:not(.c7--c) {}')
  assert.equal(css(':host {}', { scope: 'c7' }), '[wx-host=c7] {}')
})

test('tags are those of the built-in components, in every place of a selector', () => {
  assert.equal(css('view > text::after, .view {}'), 'wx-view > wx-text::after, .view {}')
})

test('a page’s rules stay on that page without weighing more', () => {
  const within = '[data-route="p"]'
  assert.equal(css('.a {}', { within }), ':where([data-route="p"]) .a {}')
  assert.equal(css('page {}', { within }), 'page:where([data-route="p"] *) {}')
})

test('dark rules follow the switch of the phone, not the desktop', () => {
  assert.equal(css('@media (prefers-color-scheme: dark) { .a {} }'), ':where([data-theme="dark"]) .a {}')
  assert.match(css('@media (min-width: 1px) and (prefers-color-scheme: dark) { .a {} }'), /@media \(min-width: 1px\) \{ :where/)
})

test('steps of an animation are no selectors', () => {
  assert.equal(css('@keyframes k { from { width: 75rpx } }', { scope: 'c7' }), '@keyframes k { from { width: 10vw } }')
})

test('WeChat refuses local files and ids, so does the build', () => {
  const heard = []
  translate('.a { background: url(/x.png) } #b {} .c { background: url("data:,") }', { builtins }, (message) => heard.push(message))
  assert.equal(heard.length, 2)
})
