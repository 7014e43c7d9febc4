/** Large files in parts, by Kodo's multipart upload v2; each part is small enough for a bad network. */

const { lost } = require('../api/problems')
const { THERE, refused, vanished } = require('./kodo')

/**
 * Send a file in the parts that its ticket asks for; those that Kodo has are not sent again.
 * @param {{url: string, token: string, key: string, parts: number, part_bytes: number}} ticket
 * @param {import('./drafts').File} file
 * @param {{id: string, etags: string[]} | null} begun what Kodo has of it
 * @param {(news: Partial<import('./drafts').File>) => void} note
 * @param {(percent: number) => void} progressed
 */
async function sendParts(ticket, file, begun, note, progressed) {
  const base = `${ticket.url}/buckets/${bucketOf(ticket.token)}/objects/${base64url(ticket.key)}/uploads`
  const id = begun?.id || (await ask(ticket, 'POST', base)).uploadId
  const etags = [...(begun?.etags || [])]
  for (let number = etags.length + 1; number <= ticket.parts; number += 1) {
    progressed(Math.floor((etags.length / ticket.parts) * 100))
    const position = (number - 1) * ticket.part_bytes
    const piece = await read(file, position, Math.min(ticket.part_bytes, file.bytes - position))
    etags.push((await ask(ticket, 'PUT', `${base}/${id}/${number}`, piece)).etag)
    note({ parts: { id, etags: [...etags] } })
  }
  const parts = etags.map((etag, at) => ({ etag, partNumber: at + 1 }))
  await ask(ticket, 'POST', `${base}/${id}`, { parts, fname: file.name })
}

/**
 * @param {{token: string}} ticket @param {'POST' | 'PUT'} method @param {string} url
 * @param {any} [data] bytes, or what becomes JSON
 * @returns {Promise<any>}
 */
function ask({ token }, method, url, data) {
  const type = data instanceof ArrayBuffer ? 'application/octet-stream' : 'application/json'
  return new Promise((resolve, reject) => {
    wx.request({
      ...{ url, method, data, timeout: 60000 },
      header: { Authorization: `UpToken ${token}`, 'Content-Type': type },
      success: ({ statusCode, data: answer }) => {
        if (statusCode < 300 || statusCode === THERE) resolve(answer)
        else reject(refused(statusCode))
      },
      fail: () => reject(lost()),
    })
  })
}

/** @param {import('./drafts').File} file @param {number} position @param {number} length */
function read({ path }, position, length) {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({
      ...{ filePath: path, position, length },
      success: ({ data }) => resolve(data),
      fail: () => reject(vanished()),
    })
  })
}

/** The bucket that a token is for: its policy stands in its third part. @param {string} token */
function bucketOf(token) {
  const policy = token.split(':')[2].replace(/-/g, '+').replace(/_/g, '/')
  const bytes = new Uint8Array(wx.base64ToArrayBuffer(policy))
  const text = bytes.reduce((said, byte) => said + String.fromCharCode(byte), '')
  return JSON.parse(text).scope.split(':')[0]
}

/** @param {string} key ours, and so in ASCII */
function base64url(key) {
  const bytes = Uint8Array.from(key, (letter) => letter.charCodeAt(0))
  return wx.arrayBufferToBase64(bytes.buffer).replace(/\+/g, '-').replace(/\//g, '_')
}

module.exports = { sendParts }
