/** One file from the phone into object storage: a ticket, the file itself, a word to the service. */

const client = require('../api/client')
const { Problem, lost } = require('../api/problems')
const { THERE, refused, vanished, anew } = require('./kodo')
const { sendParts } = require('./parts')

/**
 * Send a file, or find that it arrived before. Again it goes on with the ticket that it had.
 * @param {{familyId: string, by?: string}} draft only `by` may send it, where that is said
 * @param {import('./drafts').File} file
 * @param {(news: Partial<import('./drafts').File>) => void} note what is to be known next time
 * @param {(percent: number) => void} progressed
 * @returns {Promise<string>} the id of the photo
 * @throws {Problem}
 */
async function sendFile(draft, file, note, progressed) {
  const before = file.uploadId && (await arrived(file.uploadId, draft.by))
  if (before) return before
  let ticket = await ticketFor(draft, file)
  if (ticket.upload_id === file.uploadId && new Date(ticket.expires_at).getTime() <= Date.now()) {
    const ticketKey = client.newKey() // only of one that we had: the phone's clock may be wrong
    note({ ticketKey })
    ticket = await ticketFor(draft, { ...file, ticketKey })
  }
  const isSame = ticket.upload_id === file.uploadId
  if (!isSame) note({ uploadId: ticket.upload_id, parts: null })
  try {
    if (ticket.parts) await sendParts(ticket, file, (isSame && file.parts) || null, note, progressed)
    else await sendWhole(ticket, file, progressed)
  } catch (error) {
    note(anew(error, client.newKey))
    throw error
  }
  return confirmed(ticket.upload_id, draft.by)
}

/**
 * What was sent before the app was closed may have arrived.
 * @param {string} uploadId @param {string} [by]
 * @returns {Promise<string>} the id of the photo, or nothing
 */
async function arrived(uploadId, by) {
  try {
    return await confirmed(uploadId, by)
  } catch (error) {
    if (error instanceof Problem && !error.passing) return ''
    throw error
  }
}

/** @param {string} uploadId @param {string} [by] @returns {Promise<string>} */
async function confirmed(uploadId, by) {
  return (await client.post(`/uploads/${uploadId}/confirmation`, undefined, { as: by })).id
}

/** The same ticket however often it is asked for. @param {{familyId: string, by?: string}} draft @param {import('./drafts').File} file */
async function ticketFor({ familyId, by }, { id, ticketKey, name, bytes, medium }) {
  const asked = { family_id: familyId, files: [{ name, bytes, medium }] }
  return (await client.post('/uploads', asked, { key: ticketKey || id, as: by })).items[0]
}

/**
 * Send a file at one go.
 * @param {any} ticket @param {{path: string}} file
 * @param {(percent: number) => void} progressed
 * @throws {Problem}
 */
function sendWhole({ url, token, key }, file, progressed) {
  return new Promise((resolve, reject) => {
    const task = wx.uploadFile({
      ...{ url, filePath: file.path, name: 'file', formData: { token, key }, timeout: 60000 },
      success: ({ statusCode }) => {
        if (statusCode < 300 || statusCode === THERE) resolve(undefined)
        else reject(refused(statusCode))
      },
      fail: ({ errMsg }) => reject(/not found|no such file/i.test(errMsg) ? vanished() : lost()),
    })
    task.onProgressUpdate(({ progress }) => progressed(progress))
  })
}

module.exports = { sendFile, sendWhole }
