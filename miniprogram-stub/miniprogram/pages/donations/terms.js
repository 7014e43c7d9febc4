/** A donation in words: how it stands, what became of each item, and what the archive may do with it. */

const { dayInWords, iso } = require('../../words/dates')

/** @type {Record<string, {title: string, means: string}>} */
const STATES = {
  offered: { title: '等档案馆回复', means: '档案馆的人会打开看一看，收不收都会回一句话。' },
  wanted: { title: '档案馆想收藏', means: '下一步是看协议、签字。还没想好就先不签。' },
  declined: { title: '档案馆这次没有收', means: '东西都还在家里，好好留着。' },
  signed: { title: '协议签好了', means: '等档案馆做好复制件、登记入馆，好了会告诉您。' },
  accessioned: { title: '已经入馆', means: '档案馆会长期保存。谢谢你们。' },
  withdrawn: { title: '已经收回', means: '复制件不会留在档案馆。家里的东西都还在。' },
}

/** What may be published, the least first: only what stands before another is narrower. */
const PUBLICATIONS = [
  { value: 'never', label: '不公布', means: '不公布，也不展出。' },
  { value: 'ask_first', label: '每次先问家里', means: '每次公布或者展出之前先问家里，同意了才可以。' },
  { value: 'freely', label: '可以公布', means: '可以公布和展出，不用每次再问。' },
]

const NAMES = [
  { value: 'yes', label: '可以写名字' },
  { value: 'no', label: '不写名字' },
]

/** @type {Record<string, {given: string, changed: string, else: string}>} what became of an item, by the donation's state */
const OUTCOMES = {
  offered: { given: '', changed: '提出以后改过，或者取出来了，档案馆看不到它', else: '' },
  wanted: { given: '', changed: '提出以后改过，或者取出来了，以协议上写的为准', else: '' },
  signed: { given: '复制件做好了', changed: '签字以后改过，或者取出来了，不会交出去', else: '' },
  accessioned: { given: '档案馆收好了复制件', changed: '没有交出去，留在家里', else: '没有交出去，留在家里' },
}

/** By the phone's own calendar. @param {string | null} moment */
const dayOf = (moment) => (moment ? dayInWords(iso(new Date(moment))) : '')

/** @param {string} state @param {any} line a DonatedItemView */
function lineOf(state, line) {
  const said = OUTCOMES[state]
  const outcome = said ? (line.given ? said.given : line.changed ? said.changed : said.else) : ''
  const files = line.files ? `${line.files}个文件` : ''
  return { ...line, name: line.title || `编号 ${line.number}`, about: [line.when, files].filter(Boolean).join(' · '), outcome }
}

/** What the donor lets the archive do, a line each. @param {{publication: string, closed_until: string | null, named: boolean}} terms */
function termsInWords({ publication, closed_until: until, named }) {
  return [
    PUBLICATIONS.find(({ value }) => value === publication)?.means || '',
    until ? `${dayInWords(until)}以前不开放。` : '',
    named ? '可以写捐赠人的名字。' : '不写捐赠人的名字。',
  ].filter(Boolean)
}

module.exports = { STATES, PUBLICATIONS, NAMES, dayOf, lineOf, termsInWords }
