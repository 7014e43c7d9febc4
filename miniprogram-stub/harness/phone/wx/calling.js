import { complain } from '../harness.js'
import { singlePage } from '../settings.js'

/** An interface's refusal: becomes `errMsg: '<name>:fail <text>'`. */
export const refuse = (text, more = {}) => {
  throw { failure: text, ...more }
}

/** What single-page mode (scene 1154) does not let a page do. */
const FORBIDDEN_SINGLE = new Set(
  ('login checkSession navigateTo redirectTo reLaunch switchTab navigateBack chooseMedia saveImageToPhotosAlbum ' +
    'requestSubscribeMessage scanCode openDocument getRecorderManager setTabBarBadge removeTabBarBadge ' +
    'showTabBarRedDot hideTabBarRedDot showTabBar hideTabBar setTabBarStyle openPrivacyContract showShareImageMenu').split(' '),
)

/**
 * Wraps an interface in WeChat's convention: callbacks if there are any, else a promise.
 * @param {string} name
 * @param {(options: object) => any} run its answer's fields, or a promise of them
 */
export function callable(name, run) {
  return (options = {}) => {
    const answer = perform(name, run, options)
    const { success, fail, complete } = options ?? {}
    if (!success && !fail && !complete) return answer
    answer.then(
      (result) => {
        success?.(result)
        complete?.(result)
      },
      (failure) => {
        fail?.(failure)
        complete?.(failure)
      },
    )
    return undefined
  }
}

/** Runs an interface; rejects with `{ errMsg }`. What our own code throws is an error of the test. */
export async function perform(name, run, options) {
  try {
    if (singlePage && FORBIDDEN_SINGLE.has(name)) refuse('not allowed in single page mode', { errno: 1003 })
    const result = await run(options)
    return { ...result, errMsg: `${name}:ok` }
  } catch (error) {
    if (!error?.failure) complain(error)
    const { failure, ...more } = error?.failure ? error : { failure: String(error?.message ?? error) }
    throw { ...more, errMsg: `${name}:fail ${failure}` }
  }
}

/** Whether single-page mode forbids it. */
export const isForbidden = (name) => singlePage && FORBIDDEN_SINGLE.has(name)

/** A pair of `onSomething`/`offSomething` and `tell`, which calls the listeners. */
export function listeners() {
  const all = new Set()
  return {
    on: (listener) => void all.add(listener),
    off: (listener) => void (listener ? all.delete(listener) : all.clear()),
    tell: (value) => {
      for (const listener of [...all]) listener(value)
    },
    get size() {
      return all.size
    },
  }
}
