/** Properties of components that change their class while they are touched. */
export const hoverProperties = (hoverClass, start = 50, stay = 400) => ({
  hoverClass: { type: String, value: hoverClass },
  hoverStartTime: { type: Number, value: start },
  hoverStayTime: { type: Number, value: stay },
  hoverStopPropagation: Boolean,
})

/** The framework's segment of class names for what is only there for a while. */
const TEMPORARY = 3

/** Adds `hover-class` while the element is touched, in the scope of whoever wrote it. */
export function followHover({ host, component, data }, isOff = () => false) {
  let starting
  let leaving
  const set = (on) => {
    if (!data.hoverClass || data.hoverClass === 'none') return
    for (const name of data.hoverClass.split(/\s+/)) component._$.classList.toggle(name, on, TEMPORARY)
  }
  host.addEventListener('touchstart', (event) => {
    if (isOff() || event.hoverTaken) return
    if (data.hoverStopPropagation) event.hoverTaken = true
    clearTimeout(leaving)
    starting = setTimeout(() => set(true), data.hoverStartTime)
  }, { passive: true })
  const leave = () => {
    clearTimeout(starting)
    leaving = setTimeout(() => set(false), data.hoverStayTime)
  }
  for (const end of ['touchend', 'touchcancel']) host.addEventListener(end, leave, { passive: true })
}
