/** The desk: who holds the phone, how it is set, and where what was shared is opened. */

import { addPhone } from './phones.js'
import { followShares } from './sharing.js'

const NEWCOMER = '新来的家长'
const chosen = (name) => document.querySelector(`input[name=${name}]:checked`)?.value

const { people } = await (await fetch('/config.json')).json()
choosePeople([{ name: NEWCOMER, is: '第一次打开' }, ...people])
const dark = matchMedia('(prefers-color-scheme: dark)').matches
document.querySelector(`input[value=${dark ? 'dark' : 'light'}]`).checked = true

const phone = addPhone({ caption: '' })
const shares = followShares(phone, (link) => addPhone({ ...looks(), ...link, network: 'online' }))
open()

document.querySelector('aside').addEventListener('change', ({ target }) => {
  if (target.name === 'network') phone.network(target.value)
  else open()
})
document.querySelector('#again').addEventListener('click', open)
document.querySelector('#forget').addEventListener('click', async () => {
  await phone.forget()
  if (chosen('person') === NEWCOMER) localStorage.removeItem(NEWCOMER)
  open()
})

/** Opens the mini-program anew, at its first page. */
function open() {
  const person = chosen('person')
  localStorage.setItem('持有人', person)
  phone.open({ ...looks(), person: person === NEWCOMER ? newcomer() : person, caption: person })
  shares.clear()
}

function looks() {
  return { theme: chosen('theme'), font: chosen('font'), network: chosen('network') }
}

/** A newcomer stays the same one until they take a new phone; WeChat has never seen the next one. */
function newcomer() {
  const name = localStorage.getItem(NEWCOMER) ?? `${NEWCOMER} ${Date.now().toString(36)}`
  localStorage.setItem(NEWCOMER, name)
  return name
}

/** @param {{ name: string, is: string }[]} all */
function choosePeople(all) {
  const before = localStorage.getItem('持有人')
  const rows = all.map(({ name, is }) => {
    const row = document.createElement('label')
    const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'person', value: name })
    radio.checked = name === (all.some((one) => one.name === before) ? before : NEWCOMER)
    const who = Object.assign(document.createElement('small'), { textContent: is })
    row.append(radio, name, who)
    return row
  })
  document.querySelector('#people').replaceChildren(...rows)
}
