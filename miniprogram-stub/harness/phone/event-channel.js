/** One end of the channel between a page and the page it opened. */
export class EventChannel {
  #listeners = new Map()
  /** @type {EventChannel} */
  other

  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
  }

  once(name, listener) {
    const single = (...values) => {
      this.off(name, single)
      listener(...values)
    }
    this.on(name, single)
  }

  off(name, listener) {
    const rest = listener ? (this.#listeners.get(name) ?? []).filter((one) => one !== listener) : []
    this.#listeners.set(name, rest)
  }

  /** Calls the listeners at the other end. */
  emit(name, ...values) {
    this.other?.hear(name, values)
  }

  hear(name, values) {
    for (const listener of this.#listeners.get(name) ?? []) listener(...values)
  }
}

/** Two ends of one channel. */
export function linked() {
  const ends = [new EventChannel(), new EventChannel()]
  ends[0].other = ends[1]
  ends[1].other = ends[0]
  return ends
}
