/** The phones on the desk: each one is a frame that shows the mini-program to one person. */

const WIDTH = 414
const HEIGHT = 904
const MARGIN = 32

const desk = document.querySelector('#phones')

/** Makes the phones as large as the desk allows, at most as large as they are. */
function fit() {
  const room = desk.clientWidth - MARGIN * (desk.children.length + 1)
  const size = Math.min(1, (innerHeight - MARGIN) / HEIGHT, room / WIDTH / desk.children.length)
  desk.style.setProperty('--size', size.toFixed(3))
}
new ResizeObserver(fit).observe(desk)

/**
 * Lays a phone on the desk, opened if it is said for whom. The first one stays, others can be put away.
 * @param {{ caption: string, person?: string } & Opening} given
 */
export function addPhone(given) {
  const figure = document.querySelector('#phone').content.firstElementChild.cloneNode(true)
  const away = figure.querySelector('button')
  away.hidden = !desk.children.length
  away.addEventListener('click', () => {
    figure.remove()
    fit()
  })
  while (desk.children.length > 1) desk.lastElementChild.remove()
  desk.append(figure)
  fit()
  const phone = new DeskPhone(figure)
  if (given.person) phone.open(given)
  return phone
}

/**
 * @typedef {object} Opening
 * @property {string} [path] the page, by default the first one
 * @property {string} [query] the page's query, without ?
 * @property {number} [scene] how WeChat was asked to open it; 1154 is a page out of Moments
 * @property {string} [theme] light or dark
 * @property {string} [font] how much larger than usual text is
 * @property {string} [network] online, slow or offline
 */
export class DeskPhone {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.caption = figure.querySelector('span')
    this.frame = figure.querySelector('iframe')
    this.frame.addEventListener('load', () => this.network(this.state))
  }

  /** What runs in the frame tells of itself; undefined while it is loading. */
  get harness() {
    return this.frame.contentWindow?.harness
  }

  /** @param {{ caption: string, person: string } & Opening} opening */
  open({ caption, network, ...asked }) {
    this.caption.textContent = caption
    this.person = asked.person
    this.state = network
    const given = Object.entries(asked).filter(([, value]) => value)
    this.frame.src = `/app/?${new URLSearchParams(given)}`
  }

  /** @param {string} state online, slow or offline */
  network(state) {
    this.state = state
    if (this.harness) this.harness.network = state
  }

  /** Throws away what the mini-program has stored on this person's phone. */
  async forget() {
    this.frame.src = 'about:blank'
    await new Promise((loaded) => this.frame.addEventListener('load', loaded, { once: true }))
    for (const key of Object.keys(localStorage)) if (this.owns(key)) localStorage.removeItem(key)
    const found = await indexedDB.databases()
    await Promise.all(found.filter(({ name }) => this.owns(name)).map(({ name }) => dropped(name)))
  }

  /** @param {string} name of what is stored: `storage of 陈静: key`, `files of 陈静/single` */
  owns(name) {
    const owner = name.split(' of ')[1] ?? ''
    return owner === this.person || [':', '/'].some((mark) => owner.startsWith(this.person + mark))
  }
}

/** @param {string} name */
function dropped(name) {
  return new Promise((done, fail) => {
    const dropping = indexedDB.deleteDatabase(name)
    dropping.onsuccess = dropping.onblocked = done
    dropping.onerror = fail
  })
}
