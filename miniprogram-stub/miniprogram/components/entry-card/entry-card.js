/** One entry in a list: when, how old, its pictures, how it begins. */

const MOST = 9

Component({
  properties: {
    /** an EntryView */
    entry: { type: Object, value: {} },
    /** where a tap leads; empty: the entry's own page */
    target: { type: String, value: '' },
  },
  data: { /** @type {any[]} */ shown: [], count: 0, note: '', talk: '' },
  observers: {
    entry(entry) {
      if (!entry.id) return
      const shown = entry.photos.slice(0, MOST)
      this.setData({ shown, count: shown.length, note: noteOn(entry), talk: talkOf(entry) })
    },
  },
  methods: {
    open() {
      const { entry, target } = this.properties
      wx.navigateTo({ url: target || `/pages/entry/entry?id=${/** @type {any} */ (entry).id}` })
    },
  },
})

/** @param {any} entry */
function noteOn({ draft, unfinished, standing, mine }) {
  if (draft) return '孩子写的，等大人看过'
  if (unfinished) return '还没写完，只有自己看得到'
  if (standing === 'pending' && mine) return '正在安全检查，一会儿家人就能看到'
  if ((standing === 'review' || standing === 'risky') && mine) return '这里的字只有自己看得到'
  return ''
}

/** @param {any} entry */
function talkOf({ story_count, comment_count, reactions }) {
  const feelings = Object.values(reactions || {}).reduce((sum, count) => sum + count, 0)
  return [story_count && `${story_count}段讲述`, comment_count && `${comment_count}句话`, feelings && `${feelings}份心意`]
    .filter(Boolean)
    .join(' · ')
}
