import assert from 'node:assert/strict'
import test from 'node:test'

import { withoutMetadata } from '../phone/exif.js'
import { recording } from '../phone/mp3.js'

const segment = (marker, ...bytes) => [0xff, marker, 0, bytes.length + 2, ...bytes]
const START = [0xff, 0xd8]
const TABLES = segment(0xdb, 1, 2, 3)
const PICTURE = [...segment(0xda, 9), 0xff, 0x00, 0xe1, 7, 0xff, 0xd9]

test('a picked JPEG has lost EXIF, XMP, IPTC and comments, and not one byte of its picture', () => {
  const jpeg = [...START, ...segment(0xe0, 1), ...segment(0xe1, 69, 120), ...TABLES, ...segment(0xed, 1), ...segment(0xfe, 1), ...PICTURE]
  const left = withoutMetadata(Uint8Array.from(jpeg))
  assert.deepEqual([...left], [...START, ...segment(0xe0, 1), ...TABLES, ...PICTURE])
})

test('what is no JPEG is left alone', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47])
  assert.equal(withoutMetadata(png), png)
})

test('a recording is as long as it took, in whole frames of MPEG-2 layer III', async () => {
  const bytes = new Uint8Array(await recording(1000).arrayBuffer())
  assert.equal(bytes.length % 144, 0)
  assert.equal((bytes.length / 144) * 36, 1008)
  for (let at = 0; at < bytes.length; at += 144) assert.deepEqual([...bytes.slice(at, at + 2)], [0xff, 0xf3])
})
