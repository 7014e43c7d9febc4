import { find, keepTemporary, write } from '../files.js'
import { transfer } from '../transfer.js'
import { refuse } from './calling.js'
import { task } from './task.js'

const MOST_UPLOAD = 10 * 1024 * 1024
const METHODS = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'])

const lowerNames = (header = {}) => Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]))

/** Address and body of a request: what `data` becomes depends on method and content type. */
function compose({ url, method, data, header }) {
  if (data === undefined || data === null) return { url, body: undefined }
  if (method === 'GET' || method === 'HEAD') return { url: typeof data === 'object' ? withQuery(url, data) : url, body: undefined }
  if (typeof data === 'string' || data instanceof ArrayBuffer) return { url, body: data }
  if (/x-www-form-urlencoded/.test(header['content-type'])) return { url, body: new URLSearchParams(data).toString() }
  return { url, body: JSON.stringify(data) }
}

function withQuery(url, data) {
  const coded = (one) => encodeURIComponent(typeof one === 'object' ? JSON.stringify(one) : one)
  const query = Object.entries(data).map((pair) => pair.map(coded).join('='))
  return query.length ? `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}` : url
}

const request = task('request', async (options, control) => {
  const method = (options.method ?? 'GET').toUpperCase()
  if (!METHODS.has(method)) refuse('method is invalid')
  const header = { 'content-type': 'application/json', ...lowerNames(options.header) }
  const { url, body } = compose({ ...options, method, header })
  const answer = await transfer('request', { url, method, header, body, timeout: options.timeout, control })
  return { statusCode: answer.status, header: answer.header, cookies: [], data: decode(answer.body, options) }
})

function decode(buffer, { dataType = 'json', responseType = 'text' }) {
  if (responseType === 'arraybuffer') return buffer
  const text = new TextDecoder().decode(buffer)
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const uploadFile = task('uploadFile', async (options, control) => {
  const { url, filePath, name, formData = {}, timeout } = options
  const file = find(filePath)
  if (!file) refuse(`file not found: ${filePath}`)
  if (!name) refuse('parameter error: parameter.name should be String instead of Undefined;')
  if (file.bytes.length > MOST_UPLOAD) refuse('file size exceed limit: 10MB')
  const body = new FormData()
  for (const [key, value] of Object.entries(formData)) body.append(key, String(value))
  body.append(name, file.blob, filePath.split('/').pop())
  const header = lowerNames(options.header)
  delete header['content-type'] // the boundary is the browser's
  const answer = await transfer('uploadFile', { url, method: 'POST', header, body, timeout, control, size: file.bytes.length })
  return { statusCode: answer.status, header: answer.header, data: new TextDecoder().decode(answer.body) }
})

const downloadFile = task('downloadFile', async (options, control) => {
  const { url, filePath, timeout } = options
  const answer = await transfer('downloadFile', { url, method: 'GET', header: lowerNames(options.header), timeout, control })
  const type = answer.header['Content-Type']?.split(';')[0] ?? ''
  const result = { statusCode: answer.status, header: answer.header, dataLength: answer.body.byteLength }
  if (!filePath) return { ...result, tempFilePath: await keepTemporary(new Blob([answer.body], { type })) }
  await write(filePath, new Uint8Array(answer.body), type)
  return { ...result, filePath }
})

export const immediate = { request, uploadFile, downloadFile }
