import { urlOf } from '../files.js'
import { harness } from '../harness.js'
import { top } from '../stack.js'
import { listeners } from './calling.js'

const EVENTS = ['Play', 'Pause', 'Ended', 'TimeUpdate', 'Waiting', 'Canplay', 'Seeking', 'Seeked']

/** Plays one sound; `src` may be a path of the phone. */
class InnerAudioContext {
  #player = new Audio()
  #stop = listeners()
  #error = listeners()
  #source = ''

  constructor() {
    for (const name of EVENTS) {
      const all = listeners()
      this[`on${name}`] = all.on
      this[`off${name}`] = all.off
      this.#player.addEventListener(name.toLowerCase(), () => all.tell())
    }
    this.#passOn(['currentTime', 'duration', 'paused', 'loop', 'volume', 'playbackRate', 'autoplay'])
    this.onStop = this.#stop.on
    this.offStop = this.#stop.off
    this.onError = this.#error.on
    this.offError = this.#error.off
    this.#player.addEventListener('error', () => this.#error.tell({ errCode: 10001, errMsg: this.#player.error?.message ?? 'system error' }))
  }

  /** What is the browser's own, under the same name. */
  #passOn(names) {
    for (const name of names)
      Object.defineProperty(this, name, {
        get: () => this.#player[name],
        set: (value) => {
          this.#player[name] = value
        },
      })
  }

  get src() {
    return this.#source
  }

  set src(path) {
    this.#source = path
    this.#player.src = urlOf(path, top()?.route)
  }

  play() {
    this.#player.play().catch(({ message }) => this.#error.tell({ errCode: 10001, errMsg: message }))
  }

  pause() {
    this.#player.pause()
  }

  stop() {
    this.#player.pause()
    this.#player.currentTime = 0
    this.#stop.tell()
  }

  seek(seconds) {
    this.#player.currentTime = seconds
  }

  destroy() {
    this.#player.pause()
    this.#player.removeAttribute('src')
  }
}

export const asynchronous = {
  setInnerAudioOption: (options) => {
    harness.audio = { ...harness.audio, ...options }
  },
}
export const immediate = { createInnerAudioContext: () => new InnerAudioContext() }
