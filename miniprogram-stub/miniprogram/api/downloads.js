/** Documents, fetched to the phone and opened there: to be read, printed or sent on. */

const { lost, told } = require('./problems')

/**
 * @param {string} url
 * @param {string} name what the reader shows, with its ending
 * @param {Record<string, string>} [header]
 * @throws {import('./problems').Problem}
 */
async function openPdf(url, name, header = {}) {
  const filePath = await downloaded(url, `${wx.env.USER_DATA_PATH}/${name}`, header)
  await wx.openDocument({ filePath, fileType: 'pdf', showMenu: true })
}

/** @param {string} url @param {string} filePath @param {Record<string, string>} header @returns {Promise<string>} */
function downloaded(url, filePath, header) {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      ...{ url, filePath, header, timeout: 60000 },
      success: ({ statusCode, filePath: kept }) => {
        if (statusCode === 200) resolve(kept || filePath)
        else reject(told({ statusCode, data: null, header: {} }))
      },
      fail: () => reject(lost()),
    })
  })
}

module.exports = { openPdf }
