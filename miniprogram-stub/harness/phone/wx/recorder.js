import { keepTemporary } from '../files.js'
import { complain, harness } from '../harness.js'
import { recording } from '../mp3.js'
import { authorize } from '../privacy.js'
import { listeners } from './calling.js'

const EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd']
const all = Object.fromEntries(EVENTS.map((name) => [name, listeners()]))
let began = 0
let before = 0
let limit

/** There is no microphone: what is recorded is a hum as long as the recording took, as MP3. */
const recorder = {
  async start({ duration = 60_000, format = 'aac' } = {}) {
    if (format !== 'mp3') complain(`this phone records mp3 alone, not ${format}`)
    try {
      await authorize('getRecorderManager')
    } catch ({ failure }) {
      return all.Error.tell({ errMsg: `operateRecorder:fail ${failure}` })
    }
    before = 0
    began = Date.now()
    limit = setTimeout(recorder.stop, Math.min(duration, 600_000))
    all.Start.tell()
  },
  pause() {
    before += Date.now() - began
    began = 0
    all.Pause.tell()
  },
  resume() {
    began = Date.now()
    all.Resume.tell()
  },
  async stop() {
    clearTimeout(limit)
    const duration = before + (began ? Date.now() - began : 0)
    if (!duration) return all.Error.tell({ errMsg: 'operateRecorder:fail recorder not start' })
    began = before = 0
    const blob = recording(duration)
    all.Stop.tell({ tempFilePath: await keepTemporary(blob), duration, fileSize: blob.size })
  },
}
/** The recording is told of the call, then paused; nothing resumes it. */
harness.call = () => {
  if (!began) return
  all.InterruptionBegin.tell()
  if (began) recorder.pause()
}
for (const name of EVENTS) recorder[`on${name}`] = all[name].on

export const immediate = { getRecorderManager: () => recorder }
