/** Documents, fetched to the phone and opened there: to be read, printed or sent on. */

const { lost, told } = require('./problems')

const PATIENCE = 300000

/**
 * @param {string} url
 * @param {string} name what the reader shows, with its ending
 * @param {Record<string, string>} [header]
 * @throws {import('./problems').Problem}
 */
async function openPdf(url, name, header = {}) {
  makeRoom()
  const filePath = await downloaded(url, `${wx.env.USER_DATA_PATH}/${name}`, header)
  await wx.openDocument({ filePath, fileType: 'pdf', showMenu: true })
}

/** What was opened before goes: all that a phone keeps for us is 200 MB, and one album may take most of it. */
function makeRoom() {
  const files = wx.getFileSystemManager()
  const before = files.readdirSync(wx.env.USER_DATA_PATH).filter((name) => name.endsWith('.pdf'))
  for (const name of before) files.unlinkSync(`${wx.env.USER_DATA_PATH}/${name}`)
}

/** @param {string} url @param {string} filePath @param {Record<string, string>} header @returns {Promise<string>} */
function downloaded(url, filePath, header) {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      ...{ url, filePath, header, timeout: PATIENCE },
      success: ({ statusCode, filePath: kept }) => {
        if (statusCode === 200) resolve(kept || filePath)
        else reject(told({ statusCode, data: null, header: {} }))
      },
      fail: () => reject(lost()),
    })
  })
}

module.exports = { openPdf }
