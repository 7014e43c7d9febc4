/** Leaving a page: back to where one came from, or home where a notice or a card led straight here. */

function leave() {
  if (getCurrentPages().length > 1) wx.navigateBack()
  else wx.switchTab({ url: '/pages/home/home' })
}

module.exports = { leave }
