/** What went wrong, in words that a parent may read. */

const OFFLINE = '网络不给力。写好的都在，连上再试一次就行。'
const SIGNED_OUT = 'signed_out'
const BROKEN = '我们这边出了点小问题，稍后再试试。'

/**
 * An answer that is no success: the service's problem details (RFC 9457), or no answer at all.
 * `status` is 0 where nothing came back; `code` is stable, `detail` is fit to show, `errors` name
 * the fields: `[{ path, code, detail }]`.
 */
class Problem extends Error {
  /** @param {{status: number, code: string, detail: string, errors?: any[], retryAfter?: number}} told */
  constructor({ status, code, detail, errors = [], retryAfter = 0 }) {
    super(detail)
    this.status = status
    this.code = code
    this.detail = detail
    this.errors = errors
    /** Seconds after which to try again; 0 if nothing was said. */
    this.retryAfter = retryAfter
  }

  /** Whether the same again may go through: nothing came back, or the service is busy. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }

  get offline() {
    return this.status === 0
  }

  get gone() {
    return this.status === 404
  }

  /** Whether it is only for whoever has signed in, and nobody has. */
  get signedOut() {
    return this.code === SIGNED_OUT
  }
}

/**
 * The problem that an answer tells.
 * @param {{statusCode: number, data: any, header: Record<string, string>}} answer
 */
function told({ statusCode, data, header }) {
  const said = data && typeof data === 'object' && data.code ? data : {}
  return new Problem({
    status: statusCode,
    code: said.code || 'unreadable',
    detail: said.detail || BROKEN,
    errors: said.errors,
    retryAfter: Number(header['Retry-After'] || header['retry-after'] || 0),
  })
}

/** Nothing came back. */
function lost() {
  return new Problem({ status: 0, code: 'offline', detail: OFFLINE })
}

/** Nobody has signed in here: that waits for a tap. */
function signedOut() {
  return new Problem({ status: 401, code: SIGNED_OUT, detail: '登录以后才能看、才能写。' })
}

/**
 * Say it where it happened: what a tap led to, without leaving the screen.
 * @param {unknown} error
 */
function say(error) {
  const detail = error instanceof Problem ? error.detail : BROKEN
  if (!(error instanceof Problem)) console.error(error)
  wx.showToast({ title: detail, icon: 'none', duration: 3000 })
}

module.exports = { Problem, told, lost, signedOut, say, BROKEN }
