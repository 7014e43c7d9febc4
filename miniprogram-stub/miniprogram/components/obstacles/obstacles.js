/**
 * What it takes to show something, or to give it away, asked only where the service asks for it: a guardian's yes, a phone
 * number once, a second look at words that give the family away. Tells `cleared` when there is
 * nothing in the way any more, with `{knowingly}` or with `{words}` that say less.
 */

const client = require('../../api/client')
const { agree, agreesTo, texts } = require('../../api/consents')
const { say } = require('../../api/problems')
const { sure } = require('../../look/doing')
const { VERBS, obstacleOf } = require('../../sharing/obstacles')

/**
 * What was refused: whose it is, of whom it tells (an empty id stands for the family's own things),
 * on what consent it would stand, and its words; `knowingly` where she insists on them; `oneself`
 * where it is the child who was refused.
 * @typedef {object} Showing
 * @property {string} familyId
 * @property {{id: string, name: string}[]} subjects
 * @property {import('../../sharing/obstacles').Purpose} purpose
 * @property {string} words
 * @property {boolean} [knowingly]
 * @property {boolean} [oneself]
 */

Component({
  data: {
    ...{ asking: '', verb: '', oneself: false, familyId: '', subject: '', busy: false },
    ...{ phoning: false, findings: /** @type {any[]} */ ([]), cleaned: '', never: false },
  },
  methods: {
    /** @param {boolean} yes */
    answered(yes) {
      /** @type {any} */ (this).waiting?.(yes)
    },

    /**
     * Take a refusal up, if it is one that she can do something about here; else say it.
     * @param {unknown} error
     * @param {Showing} showing
     */
    async meet(error, showing) {
      const obstacle = obstacleOf(error, showing.purpose, showing.oneself)
      try {
        if (!obstacle) say(error)
        else if (obstacle.kind === 'phone') this.setData({ phoning: true })
        else if (obstacle.kind === 'privacy') await this.askWords(error, showing)
        else await this.askConsent(obstacle.purpose, showing)
      } catch (trouble) {
        say(trouble)
      }
    },

    /**
     * The same, to wait for: whether a yes was given.
     * @param {unknown} error
     * @param {Showing} showing
     * @returns {Promise<boolean>}
     */
    async asked(error, showing) {
      await this.meet(error, showing)
      if (!this.data.asking) return false
      return new Promise((done) => Object.assign(this, { waiting: done }))
    },

    /**
     * Of the first one for whom nothing that still counts was agreed to; a renewal may be that of the
     * archive itself.
     * @param {import('../../sharing/obstacles').Purpose} purpose
     * @param {Showing} showing
     */
    async askConsent(purpose, { familyId, subjects, oneself = false }) {
      const [given, { items }] = await Promise.all([client.get('/consents', { family_id: familyId }), texts()])
      const lacking = (/** @type {string} */ of) => {
        const text = items.find((one) => one.purpose === of)
        const held = given.items.filter((/** @type {any} */ one) => agreesTo(one, text) && counts(one, oneself))
        return subjects.find(({ id }) => !held.some((/** @type {any} */ one) => (one.student_id || '') === id))
      }
      const asking = lacking(purpose) || !lacking('archive') ? purpose : 'archive'
      const { id, name } = lacking(asking) || subjects[0]
      const verb = subjects.length > 1 ? VERBS[asking].several(name) : VERBS[asking].one
      this.setData({ asking, familyId, subject: id, verb, oneself })
    },

    /** @param {any} event */
    async agreed({ detail }) {
      const { asking: purpose, familyId, subject: studentId } = this.data
      this.setData({ busy: true })
      try {
        await agree({ familyId, studentId: studentId || null, purpose, version: detail.version })
        this.setData({ asking: '' })
        this.answered(true)
        this.triggerEvent('cleared', {})
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    declined() {
      this.setData({ asking: '' })
      this.answered(false)
    },

    /** @param {any} event */
    async onPhone({ detail }) {
      if (!detail.code) return
      this.setData({ busy: true })
      try {
        await client.put('/account/phone', { code: detail.code })
        this.setData({ phoning: false })
        this.triggerEvent('cleared', {})
      } catch (error) {
        say(error)
      } finally {
        this.setData({ busy: false })
      }
    },

    noPhone() {
      this.setData({ phoning: false })
    },

    /** @param {any} problem @param {Showing} showing */
    async askWords(problem, { familyId, words, knowingly }) {
      const { findings, cleaned } = await client.post('/privacy-checks', { family_id: familyId, words })
      if (!findings.length) return this.askElsewhere(problem, knowingly)
      const never = findings.some((/** @type {any} */ one) => one.never)
      this.setData({ findings: findings.map(placed), cleaned, never })
    },

    /** Of what stands in something else that is shown along: a record of a page. @param {any} problem @param {boolean} [knowingly] */
    async askElsewhere(problem, knowingly) {
      if (knowingly) say(problem)
      else if (await sure('外人看了不太好', problem.detail, '就这样')) this.keepWords()
    },

    useCleaned() {
      this.setData({ findings: [] })
      this.triggerEvent('cleared', { words: this.data.cleaned })
    },

    keepWords() {
      this.setData({ findings: [] })
      this.triggerEvent('cleared', { knowingly: true })
    },

    rewrite() {
      this.setData({ findings: [] })
    },
  },
})

/** What leaves the family about a child of 14 stands on its own yes. @param {any} consent @param {boolean} oneself */
const counts = ({ purpose, capacity }, oneself) => !oneself || purpose === 'archive' || capacity === 'child'

/** @param {any} finding @param {number} at */
const placed = (finding, at) => ({ ...finding, at })
