import { make } from './builtins/dom.js'
import { action, overlay } from './overlays.js'

/**
 * Draws a picker's columns as lists in a sheet, and waits.
 * @param {object} data the picker's properties
 * @param {(column: number, index: number) => void} onColumn tells of each change (multiSelector)
 * @returns {Promise<number | number[] | string | null>} the value as WeChat words it; null = cancelled
 */
export function pickFrom(data, onColumn) {
  const draw = { selector, multiSelector, time, date }[data.mode]
  if (!draw) throw new Error(`<picker mode="${data.mode}"> is not in this phone`)
  const { columns, value } = draw(data, onColumn)
  return new Promise((resolve) => {
    const finish = (answer) => {
      close()
      resolve(answer)
    }
    const title = make('b', { textContent: data.headerText })
    const yes = action('确定', () => finish(value()), 'confirm')
    const head = make('div', { className: 'row' }, action('取消', () => finish(null)), title, yes)
    const box = make('div', { className: 'sheet picker' }, head, make('div', { className: 'columns' }, ...columns))
    box.setAttribute('role', 'dialog')
    const { close } = overlay('low', box)
  })
}

/** One column: a list of words, labelled for whoever cannot see it. */
function column(label, words, chosen) {
  const list = make('select', { size: 7 }, ...words.map((text, index) => make('option', { textContent: text, value: String(index) })))
  list.setAttribute('aria-label', label)
  list.selectedIndex = Math.max(0, chosen)
  return list
}

const wordsOf = (range, key) => range.map((one) => (key ? one[key] : String(one)))

function selector({ range, rangeKey, value, headerText }) {
  const list = column(headerText || '选择', wordsOf(range, rangeKey), Number(value) || 0)
  return { columns: [list], value: () => list.selectedIndex }
}

function multiSelector(data, onColumn) {
  const lists = data.range.map((range, index) => column(`第${index + 1}列`, wordsOf(range, data.rangeKey), data.value?.[index] ?? 0))
  lists.forEach((list, index) => {
    list.onchange = () => {
      onColumn(index, list.selectedIndex)
      refill(lists, data)
    }
  })
  return { columns: lists, value: () => lists.map((list) => list.selectedIndex) }
}

/** The program may have given other words for the columns after the one that changed. */
function refill(lists, data) {
  data.range.forEach((range, index) => {
    const words = wordsOf(range, data.rangeKey)
    const same = words.length === lists[index].length && words.every((text, at) => lists[index].options[at].textContent === text)
    if (same) return
    lists[index].replaceChildren(...words.map((text, at) => make('option', { textContent: text, value: String(at) })))
    lists[index].selectedIndex = data.value?.[index] ?? 0
  })
}

const two = (number) => String(number).padStart(2, '0')
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function time({ value }) {
  const [hour = 0, minute = 0] = (value || '').split(':').map(Number)
  const lists = [column('时', numbers(0, 23).map(two), hour), column('分', numbers(0, 59).map(two), minute)]
  return { columns: lists, value: () => lists.map((list) => two(list.selectedIndex)).join(':') }
}

function date({ value, start, end, fields }) {
  const now = new Date()
  const [year, month = 1, day = 1] = (value || [now.getFullYear(), now.getMonth() + 1, now.getDate()].join('-')).split('-').map(Number)
  const years = numbers(Number((start || '1900').slice(0, 4)), Number((end || '2100').slice(0, 4)))
  const all = [
    column('年', years.map((one) => `${one}年`), years.indexOf(year)),
    column('月', numbers(1, 12).map((one) => `${one}月`), month - 1),
    column('日', numbers(1, 31).map((one) => `${one}日`), day - 1),
  ]
  const shown = all.slice(0, { year: 1, month: 2 }[fields] ?? 3)
  return { columns: shown, value: () => within(parts(years, shown), start, end) }
}

/** What the lists say as `2024-02-29`; a day past the month's end becomes its last. */
function parts(years, [year, month, day]) {
  const words = [years[year.selectedIndex]]
  if (month) words.push(two(month.selectedIndex + 1))
  if (day) words.push(two(Math.min(day.selectedIndex + 1, new Date(words[0], month.selectedIndex + 1, 0).getDate())))
  return words.join('-')
}

function within(value, start, end) {
  if (start && value < start.slice(0, value.length)) return start.slice(0, value.length)
  return end && value > end.slice(0, value.length) ? end.slice(0, value.length) : value
}
