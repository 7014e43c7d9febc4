import assert from 'node:assert/strict'
import test from 'node:test'

import { builtins } from '../phone/builtins/index.js'
import { unknownNames } from './properties.mjs'
import { boundEvent, rewrite, unbalanced, unfixed } from './wxml.mjs'

const unknown = (text, using = {}) => unknownNames(text, builtins, using).map(({ message }) => message)

test('a missing </view> is told with its place', () => {
  const [wrong, ...others] = unbalanced('<view>\n  <view class="a > b">\n</view>')
  assert.deepEqual([wrong, others], [{ message: '<view> is not closed', line: 1, column: 1 }, []])
})

test('a crossed and a superfluous end are told', () => {
  assert.deepEqual(unbalanced('<view><text></view>').map((one) => one.message), ['<text> is not closed'])
  assert.deepEqual(unbalanced('</view>').map((one) => one.message), ['</view> closes nothing'])
})

test('what stands in comments, scripts and quotes is no tag', () => {
  const text = `<!-- <view> --><wxs module="m">if (1 <view) {}</wxs><view title="</view>" wx:if="{{a > b}}" />`
  assert.deepEqual(unbalanced(text), [])
  assert.match(rewrite(text, new Set(['view'])), /<wxs module="m">if \(1 <view\).*<wx-view title="<\/view>"/)
})

test('unknown components, properties and events are refused', () => {
  assert.deepEqual(unknown('<vieww />'), ['<vieww> is no component'])
  assert.deepEqual(unknown('<image sorce="a" />'), ['<image> has no property sorce'])
  assert.deepEqual(unknown('<view bindtab="a" />'), ['<view> has no event tab'])
  assert.deepEqual(unknown('<my-thing any="a" bindall="b" />', { 'my-thing': '/x' }), [])
})

test('what WXML knows everywhere is let through', () => {
  assert.deepEqual(unknown(`<input model:value="{{v}}" wx:if="{{v}}" data-a="1" mark:b="2" aria-label="c" catch:tap="d" hidden class="e" />`), [])
})

test('an event is known by any of its spellings', () => {
  assert.deepEqual(['bindtap', 'catch:tap', 'mut-bind:tap', 'capture-catch:tap', 'class'].map(boundEvent), ['tap', 'tap', 'tap', 'tap', undefined])
})

test('a text area in a popup is fixed, as the popup is; elsewhere it need not be', () => {
  assert.deepEqual(unfixed('<textarea/><t-popup><textarea fixed /></t-popup><textarea/>'), [])
  assert.deepEqual(unfixed('<t-popup>\n  <view><textarea/></view></t-popup>').map(({ line, column }) => [line, column]), [[2, 9]])
})
