/** Where everything of a curve lies on a canvas, in CSS pixels. */

/**
 * @typedef {object} Plan
 * @property {number} left the plot's edges
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {(months: number) => number} x
 * @property {(value: number) => number} y
 */

/**
 * @param {any} curve a Curve of the service; ages in months
 * @param {{width: number, height: number}} size of the canvas
 * @param {number} scale how much larger letters are than usual
 * @returns {Plan}
 */
function planOf(curve, { width, height }, scale) {
  const [left, right, top, bottom] = [12 + 26 * scale, width - 12, 10, height - 8 - 18 * scale]
  const { ages, values } = curve
  const x = (/** @type {number} */ months) => left + ((months - ages.low) / (ages.high - ages.low)) * (right - left)
  const y = (/** @type {number} */ value) =>
    bottom - ((value - values.low) / (values.high - values.low)) * (bottom - top)
  return { left, right, top, bottom, x, y }
}

/**
 * The ticks that have room beside each other.
 * @param {{at: number, label: string}[]} ticks
 * @param {(at: number) => number} place
 * @param {number} room pixels from one to the next
 */
function apart(ticks, place, room) {
  let last = -Infinity
  return ticks.filter(({ at }) => {
    if (Math.abs(place(at) - last) < room) return false
    last = place(at)
    return true
  })
}

/**
 * The point of the child's own that is nearest to a tap, if one is near enough for a thumb.
 * @param {any} curve
 * @param {Plan} plan
 * @param {number} x
 * @param {number} y
 * @returns {any | null} a Point with its series' name
 */
function nearest(curve, plan, x, y) {
  const points = curve.series.flatMap((/** @type {any} */ { name, points: own }) =>
    own.map((/** @type {any} */ point) => ({ ...point, name })),
  )
  const off = (/** @type {any} */ { months, value }) => Math.hypot(plan.x(months) - x, plan.y(value) - y)
  const [first] = points.sort((/** @type {any} */ one, /** @type {any} */ other) => off(one) - off(other))
  return first && off(first) <= 44 ? first : null
}

module.exports = { planOf, apart, nearest }
