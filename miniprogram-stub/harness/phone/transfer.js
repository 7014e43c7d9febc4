import { harness, onNetwork } from './harness.js'
import { root, settings } from './settings.js'

const TOGETHER = 10
const TIMEOUT = 60_000
const SLOW = { wait: 2000, bytesPerSecond: 200_000, tick: 250 }
const FORBIDDEN = new Set(['referer', 'host', 'connection', 'user-agent', 'cookie2', 'content-length'])

let running = 0
const waiting = []
/** What the network's going away ends. */
const open = new Set()
onNetwork((state) => {
  if (state === 'offline') for (const end of [...open]) end('net::ERR_INTERNET_DISCONNECTED')
})

const refuse = (failure, more) => {
  throw { failure, ...more }
}

/**
 * Sends one request through the emulator, at most ten together.
 * @param {'request' | 'uploadFile' | 'downloadFile'} kind which list of domains applies
 * @param {{ url: string, method: string, header: Record<string, string>, body?: any, timeout?: number, size?: number, control: import('./wx/task.js').Control }} what
 *   `timeout` in ms, `size` in bytes of what is uploaded
 * @returns {Promise<{ status: number, header: Record<string, string>, body: ArrayBuffer }>}
 * @throws {{ failure: string }} when nothing came back
 */
export async function transfer(kind, what) {
  checkAddress(kind, what)
  const seen = { method: what.method, url: what.url, status: 0 }
  harness.requests.push(seen)
  await turn()
  try {
    const answer = await endable(what)
    seen.status = answer.status
    return answer
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

function checkAddress(kind, { url, header }) {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) refuse(`invalid url "${url}"`, { errno: 600009 })
  const { origin } = new URL(url)
  if (!settings.config.domains[kind].includes(origin)) refuse('url not in domain list', { errno: 600002 })
  for (const name of Object.keys(header).filter((one) => FORBIDDEN.has(one)))
    console.error(`wx.${kind}: the header ${name} cannot be set`)
}

async function turn() {
  if (running >= TOGETHER) await new Promise((go) => waiting.push(go))
  running += 1
}

/** The request, unless it is aborted, takes too long, or the network goes away first. */
function endable(what) {
  return new Promise((resolve, reject) => {
    const http = new XMLHttpRequest()
    const end = (failure) => {
      open.delete(end)
      clearTimeout(timer)
      http.abort()
      reject({ failure })
    }
    const timer = setTimeout(() => end('timeout'), Math.min(what.timeout ?? TIMEOUT, TIMEOUT))
    what.control.signal.then(end)
    if (harness.network === 'offline') return end('net::ERR_INTERNET_DISCONNECTED')
    open.add(end)
    const settle = (act) => (value) => {
      clearTimeout(timer)
      open.delete(end)
      act(value)
    }
    send(http, what, () => open.has(end)).then(settle(resolve), settle(reject))
  })
}

async function send(http, what, isOpen) {
  if (harness.network === 'slow') await slowly(what, isOpen)
  if (!isOpen()) return undefined
  return exchange(http, what)
}

/** The wait before, and the pace of an upload, with its progress. */
async function slowly({ size = 0, control }, isOpen) {
  await pause(SLOW.wait)
  for (let sent = 0; sent < size && isOpen(); sent += (SLOW.bytesPerSecond * SLOW.tick) / 1000) {
    report(control, sent, size, 'Sent')
    await pause(SLOW.tick)
  }
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

function report({ progress }, done, total, verb) {
  const expected = { Sent: 'totalBytesExpectedToSend', Written: 'totalBytesExpectedToWrite' }[verb]
  progress.tell({ progress: total ? Math.round((done / total) * 100) : 0, [`totalBytes${verb}`]: done, [expected]: total })
}

function exchange(http, { url, method, header, body, size, control }) {
  return new Promise((resolve, reject) => {
    http.open(method, new URL(`through/${encodeURIComponent(url)}`, root))
    http.responseType = 'arraybuffer'
    for (const [name, value] of Object.entries(header)) if (!FORBIDDEN.has(name)) http.setRequestHeader(name, value)
    if (size) http.upload.onprogress = ({ loaded, total }) => report(control, loaded, total, 'Sent')
    else http.onprogress = ({ loaded, total }) => report(control, loaded, total, 'Written')
    http.onreadystatechange = () => http.readyState === 2 && control.headers.tell({ statusCode: http.status, header: headersOf(http) })
    http.onerror = () => reject({ failure: 'net::ERR_CONNECTION_RESET' })
    http.onload = () => {
      if (http.getResponseHeader('x-phone') === 'unreachable') reject({ failure: 'net::ERR_CONNECTION_REFUSED' })
      else resolve({ status: http.status, header: headersOf(http), body: http.response })
    }
    http.send(body)
  })
}

/** A browser lowers header names; most servers that phones meet write them like this. */
function headersOf(http) {
  const lines = http.getAllResponseHeaders().trim().split(/\r?\n/).filter(Boolean)
  const pair = (line) => [capitalized(line.slice(0, line.indexOf(':'))), line.slice(line.indexOf(':') + 1).trim()]
  return Object.fromEntries(lines.map(pair))
}

const capitalized = (name) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
