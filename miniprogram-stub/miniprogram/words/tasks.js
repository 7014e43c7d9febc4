/** Tasks of a class and themes of the city, in words. */

/** @param {string} day 2026-06-01 */
function shortDay(day) {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日`
}

/**
 * A task as screens show it: its period, how many took part, what becomes of its words.
 * @param {any} task a TaskView
 * @returns {any} with `period`, `took`, `from` and `note`, each a sentence or empty
 */
function inWords(task) {
  const { since, until, answered, class_id: ofClass, teacher } = task
  return {
    ...task,
    period: `${shortDay(since)}到${shortDay(until)}`,
    took: answered ? `${answered}位孩子参加了` : '',
    from: ofClass ? teacher || '班里' : '档案馆',
    note: noteOn(task),
  }
}

/** @param {any} task */
function noteOn({ standing, closed, open, mine, since }) {
  if (closed) return '已经收回'
  if (mine && standing === 'pending') return '正在安全检查，一会儿家长就能看到'
  if (mine && standing !== 'passed') return '这些字家长暂时看不到，换个说法试试'
  if (open) return ''
  return new Date(since).getTime() > Date.now() ? `${shortDay(since)}开始` : '已经结束，记录都还在成长册里'
}

module.exports = { inWords }
