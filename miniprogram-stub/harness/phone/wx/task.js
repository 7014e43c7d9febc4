import { listeners, perform } from './calling.js'

/**
 * An interface that gives a task instead of a promise, as request, uploadFile and downloadFile do.
 * @param {string} name
 * @param {(options: object, control: Control) => Promise<object>} run
 */
export function task(name, run) {
  return (options = {}) => {
    const control = { progress: listeners(), headers: listeners() }
    control.signal = new Promise((resolve) => (control.abort = () => resolve('abort')))
    perform(name, () => run(options, control), options).then(
      (result) => {
        options.success?.(result)
        options.complete?.(result)
      },
      (failure) => {
        options.fail?.(failure)
        options.complete?.(failure)
      },
    )
    return {
      abort: control.abort,
      onProgressUpdate: control.progress.on,
      offProgressUpdate: control.progress.off,
      onHeadersReceived: control.headers.on,
      offHeadersReceived: control.headers.off,
      onChunkReceived() {},
      offChunkReceived() {},
    }
  }
}

/** @typedef {{ signal: Promise<'abort'>, progress: ReturnType<typeof listeners>, headers: ReturnType<typeof listeners> }} Control */
