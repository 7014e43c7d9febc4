/** Turns the phone on: settings, files, framework, wx, then the app and its first page. */
import { startApp } from './app.js'
import { startFramework } from './framework.js'
import { openFiles } from './files.js'
import { complain, harness, watchErrors } from './harness.js'
import { phone } from './phone.js'
import { drawShell } from './shell.js'
import { loadConfig, setTheme, settings } from './settings.js'
import { mouseIsFinger, watchLongPress } from './touch.js'

watchErrors()
start().catch(complain)

async function start() {
  setTheme(settings.theme)
  await loadConfig()
  await openFiles()
  drawShell()
  startFramework(phone)
  mouseIsFinger()
  watchLongPress()
  startApp()
  harness.ready = true
}
