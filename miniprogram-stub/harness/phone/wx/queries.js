import { component as adapter } from 'glass-easel-miniprogram-adapter'

import { mounted } from '../builtins/dom.js'
import { top } from '../stack.js'

/** Reads boxes and nodes of a page or component, in px from the page's upper left corner. */
class SelectorQuery {
  #from
  #steps = []

  constructor(from) {
    this.#from = from
  }

  in(component) {
    this.#from = component
    return this
  }

  select(selector) {
    return this.#nodes((shadow) => shadow.querySelector(selector))
  }

  selectAll(selector) {
    return this.#nodes((shadow) => shadow.querySelectorAll(selector))
  }

  selectViewport() {
    return this.#nodes(() => 'viewport')
  }

  #nodes(find) {
    const add = (fields, act) => {
      const from = this.#from
      this.#steps.push({ find: () => find((from ?? top().caller)._$.getShadowRoot()), fields, act })
      return this
    }
    return {
      boundingClientRect: (act) => add({ id: true, dataset: true, rect: true, size: true }, act),
      scrollOffset: (act) => add({ id: true, dataset: true, scrollOffset: true }, act),
      node: (act) => add({ node: true }, act),
      context: (act) => add({ context: true }, act),
      fields: add,
    }
  }

  exec(act) {
    setTimeout(() => {
      const answers = this.#steps.map((step) => {
        const found = step.find()
        const answer = Array.isArray(found) ? found.map((one) => read(one, step.fields)) : read(found, step.fields)
        step.act?.(answer)
        return answer
      })
      act?.(answers)
    })
    return this
  }
}

function read(found, fields) {
  if (!found) return null
  if (found === 'viewport') return readBox(top().scroll, fields, { id: '', dataset: {} })
  const element = found.getBackendElement()
  if (!element.isConnected) return null
  const answer = readBox(element, fields, { id: found.id, dataset: found.dataset })
  if (fields.node || fields.context) answer[fields.node ? 'node' : 'context'] = mounted(element)?.node
  if (fields.mark) answer.mark = found.collectMarks()
  for (const name of fields.properties ?? []) answer[name] = found.data?.[name]
  for (const name of fields.computedStyle ?? []) answer[name] = getComputedStyle(element)[name]
  return answer
}

const edges = (box, page) => ({
  left: box.left - page.left,
  right: box.right - page.left,
  top: box.top - page.top,
  bottom: box.bottom - page.top,
})

function readBox(element, fields, { id, dataset }) {
  const page = top().window.getBoundingClientRect()
  const box = element.getBoundingClientRect()
  const scroller = element.querySelector(':scope > [part=scroller]') ?? element
  const answer = {}
  if (fields.id) answer.id = id
  if (fields.dataset) answer.dataset = dataset
  if (fields.rect) Object.assign(answer, edges(box, page))
  if (fields.size) Object.assign(answer, { width: box.width, height: box.height })
  if (fields.scrollOffset) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = scroller
    Object.assign(answer, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  }
  return answer
}

/** What the program hears of one crossing. */
function seen({ id, dataset }, { time, intersectionRatio, intersectionRect, boundingClientRect, rootBounds }) {
  return { id, dataset, time, intersectionRatio, intersectionRect, boundingClientRect, relativeRect: rootBounds }
}

/** Tells when elements come into view; `relativeTo` and margins as WeChat has them. */
class PageIntersectionObserver {
  #observers = []
  #root = () => top().scroll
  #margin = '0px'

  constructor(from, { thresholds = [0], observeAll = false } = {}) {
    Object.assign(this, { from, thresholds, observeAll })
  }

  relativeTo(selector, margins) {
    this.#root = () => this.#shadow().querySelector(selector)?.getBackendElement() ?? null
    return this.#within(margins)
  }

  relativeToViewport(margins) {
    this.#root = () => top().scroll
    return this.#within(margins)
  }

  #within({ top: above = 0, right = 0, bottom = 0, left = 0 } = {}) {
    this.#margin = `${above}px ${right}px ${bottom}px ${left}px`
    return this
  }

  #shadow() {
    return (this.from ?? top().caller)._$.getShadowRoot()
  }

  observe(selector, act) {
    const found = this.observeAll ? this.#shadow().querySelectorAll(selector) : [this.#shadow().querySelector(selector)]
    for (const one of found.filter(Boolean)) {
      const observer = new IntersectionObserver(([entry]) => act(seen(one, entry)), { root: this.#root(), rootMargin: this.#margin, threshold: this.thresholds })
      observer.observe(one.getBackendElement())
      this.#observers.push(observer)
    }
  }

  disconnect() {
    for (const observer of this.#observers.splice(0)) observer.disconnect()
  }
}

// The framework's own ones know neither canvas nodes nor the page's corner.
Object.assign(adapter.ComponentCaller.prototype, {
  createSelectorQuery() {
    return new SelectorQuery(this)
  },
  createIntersectionObserver(options) {
    return new PageIntersectionObserver(this, options)
  },
  getOpenerEventChannel() {
    return this.__page?.channel ?? { on() {}, once() {}, off() {}, emit() {} }
  },
})

export const immediate = {
  createSelectorQuery: () => new SelectorQuery(),
  createIntersectionObserver: (component, options) => new PageIntersectionObserver(component, options),
}
