/** Where the service is: the only place that knows. */

const SERVICES = {
  develop: 'http://127.0.0.1:8000',
  trial: 'https://trial.jiadang.example',
  release: 'https://jiadang.example',
}

/**
 * The origin of the service, without a slash. An `ext.json` or the browser's phone may name another
 * one while developing; what is released knows its own.
 * @returns {string}
 */
function baseUrl() {
  const { envVersion } = wx.getAccountInfoSync().miniProgram
  const { baseUrl: told } = wx.getExtConfigSync()
  return (envVersion === 'develop' && told) || SERVICES[envVersion]
}

module.exports = { baseUrl: baseUrl(), api: `${baseUrl()}/api/v1` }
