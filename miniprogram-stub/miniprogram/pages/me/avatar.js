/** One's own picture: into object storage, read there, and worn. */

const client = require('../../api/client')
const { Problem } = require('../../api/problems')
const { sendWhole } = require('../../recording/sending')

const LOOKS = 10

/**
 * Wear the picture that chooseAvatar gave.
 * @param {string} path
 * @returns {Promise<void>}
 * @throws {Problem}
 */
async function sendAvatar(path) {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const ticket = await client.post('/account/avatar-uploads', { name, bytes: await sizeOf(path) })
  await sendWhole(ticket, { path }, () => {})
  const { id } = await client.post(`/uploads/${ticket.upload_id}/confirmation`)
  await wear(id)
}

/** It can be worn once it has been read, which takes a moment. @param {string} photoId */
async function wear(photoId) {
  for (let looks = LOOKS; ; looks -= 1) {
    try {
      return await client.put('/account/avatar', { photo_id: photoId })
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'photo.not_ready' && looks)) throw error
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}

/** @param {string} path @returns {Promise<number>} in bytes */
function sizeOf(path) {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().getFileInfo({
      filePath: path,
      success: ({ size }) => resolve(size),
      fail: () => reject(new Problem({ status: 410, code: 'file.gone', detail: '找不到这张图了，请重新选一次。' })),
    })
  })
}

module.exports = { sendAvatar }
