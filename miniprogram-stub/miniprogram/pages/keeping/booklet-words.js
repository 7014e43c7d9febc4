/** How far a booklet is, as one says it. */

/**
 * @param {{state: string, progress: number, ready: boolean, asked?: boolean, stale?: boolean,
 *   school_class?: string}} booklet
 */
function stateInWords({ state, progress, ready, asked, stale, school_class: schoolClass }) {
  if (ready) return '做好了，可以打开'
  if (state === 'locked') return progress ? `正在排版，好了${progress}%` : '正在排版'
  if (stale && state !== 'choosing') return '孩子看过以后，有的记录又改了，要再看一遍'
  if (state === 'endorsed') return '老师写好了，可以定下来'
  if (state === 'confirmed') return schoolClass ? `送到${schoolClass}了，等老师写几句` : '孩子看过了，可以定下来'
  return asked ? '等孩子看' : '正在挑选'
}

module.exports = { stateInWords }
