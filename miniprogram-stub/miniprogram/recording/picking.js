/** The phone's own picker. */

const { say } = require('../api/problems')

/**
 * Let her pick photos and films, the originals. Nothing where she changed her mind.
 * @param {number} count how many more there may be
 * @param {('image' | 'video' | 'mix')[]} [mediaType]
 * @returns {Promise<{path: string, name: string, bytes: number, medium: 'photo' | 'video'}[]>}
 */
async function pickPictures(count, mediaType = ['mix']) {
  try {
    const { tempFiles } = await wx.chooseMedia({ count, mediaType, sizeType: ['original'] })
    return tempFiles.map(({ tempFilePath, size, fileType }) => ({
      ...{ path: tempFilePath, name: nameOf(tempFilePath), bytes: size },
      medium: fileType === 'video' ? 'video' : 'photo',
    }))
  } catch (error) {
    const { errMsg = '' } = /** @type {any} */ (error)
    if (/privacy/.test(errMsg)) wx.showToast({ title: '没有同意隐私指引，暂时选不了照片。其他的都能看。', icon: 'none', duration: 3000 })
    else if (!/cancel/.test(errMsg)) say(error)
    return []
  }
}

/** @param {string} path */
const nameOf = (path) => path.slice(path.lastIndexOf('/') + 1)

module.exports = { pickPictures }
