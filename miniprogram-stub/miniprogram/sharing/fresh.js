/** Pictures that are picked in order to be shown: sent like all others, shown once they were read. */

const client = require('../api/client')
const { newKey } = require('../api/client')
const { Problem } = require('../api/problems')
const { settled, cleared } = require('../recording/drafts')
const { sendFile } = require('../recording/sending')

const PATIENCE = 40
const BREATH = 700

/**
 * What the picker gave, kept where it outlasts the app, as files on their way.
 * @param {{path: string, name: string, bytes: number, medium: 'photo' | 'video'}[]} picked
 * @returns {import('../recording/drafts').File[]}
 */
function filesOf(picked) {
  return picked.map((one) => ({
    ...one,
    ...{ id: newKey(), path: settled(one.path), state: /** @type {const} */ ('waiting') },
    ...{ progress: 0, uploadId: '', photoId: '', problem: '' },
  }))
}

/**
 * Send one, and wait until it was read; then it goes from the phone.
 * @param {string} familyId
 * @param {import('../recording/drafts').File} file
 * @param {(news: Partial<import('../recording/drafts').File>) => void} note
 * @returns {Promise<any>} the PhotoView
 * @throws {Problem}
 */
async function send(familyId, file, note) {
  const progressed = (/** @type {number} */ progress) => note({ progress })
  const photo = await readPhoto(await sendFile({ familyId }, file, note, progressed))
  cleared(file)
  return photo
}

/** @param {string} id @returns {Promise<any>} */
async function readPhoto(id) {
  const photo = await settling(`/photos/${id}`, ({ state }) => state !== 'stored')
  if (photo.state === 'ready') return photo
  throw new Problem({ status: 409, code: 'photo.refused', detail: photo.refusal || '这张打不开，换一张吧。' })
}

/**
 * Ask again until something is done.
 * @param {string} path @param {(answer: any) => boolean} isDone
 * @returns {Promise<any>}
 * @throws {Problem} where it takes too long
 */
async function settling(path, isDone) {
  for (let again = PATIENCE; again; again -= 1) {
    const answer = await client.get(path)
    if (isDone(answer)) return answer
    await new Promise((done) => setTimeout(done, BREATH))
  }
  throw new Problem({ status: 504, code: 'slow', detail: '还没有弄好，过一会儿再试试。' })
}

module.exports = { filesOf, send, settling }
