/** A teacher's words on an entry: read, said with one tap on a phrase, written, or taken back. */

const client = require('../../api/client')
const { doing } = require('../../look/doing')
const { phrases } = require('./phrases')

Component({
  properties: {
    /** an EntryView with its `endorsements` */
    entry: { type: Object, value: {} },
  },
  data: {
    ...{ own: /** @type {any} */ (null), note: '', phrases: /** @type {any[]} */ ([]), words: '', open: false },
    ...{ busy: false, wrong: { words: '' } },
  },
  observers: {
    entry(entry) {
      if (entry.id) this.show((entry.endorsements || []).find((/** @type {any} */ { mine }) => mine))
    },
  },
  methods: {
    /** @param {any} own an EndorsementView, or nothing */
    show(own) {
      this.setData({ own: own || null, note: own ? noteOn(own) : '', open: false })
    },

    async begin() {
      await doing(this, async () => {
        this.setData({ phrases: await phrases(), words: this.data.own?.words || '', open: true })
      })
    },

    /** @param {any} event */
    onWords({ detail }) {
      this.setData({ words: detail.value })
    },

    /** @param {any} event */
    sayPhrase({ currentTarget }) {
      return this.say({ phrase_id: currentTarget.dataset.id })
    },

    sayWords() {
      return this.say({ words: this.data.words.trim() })
    },

    /** @param {any} said */
    async say(said) {
      const { id, version } = /** @type {any} */ (this.properties.entry)
      const done = await doing(this, async () => {
        this.show(await client.put(`/entries/${id}/endorsement`, { ...said, version }))
      })
      if (done) this.triggerEvent('said', { id })
    },

    async takeBack() {
      const { id } = /** @type {any} */ (this.properties.entry)
      if (await doing(this, () => client.remove(`/entries/${id}/endorsement`))) this.show(null)
    },

    close() {
      this.setData({ open: false })
    },
  },
})

/** @param {any} own */
function noteOn({ standing, of_earlier_version: earlier }) {
  if (standing === 'pending') return '正在安全检查，一会儿家里就能看到'
  if (standing !== 'passed') return '这句家里暂时看不到，换个说法试试'
  return earlier ? '家里后来改过这条' : '家里看得到'
}
