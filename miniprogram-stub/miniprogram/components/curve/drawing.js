/** A curve on a canvas: the reference as a quiet band, the child's own line before it. */

const { apart } = require('./plan')

/** As in look/colours.wxss: a canvas does not know its variables. */
const COLOURS = {
  light: { ink: '#2b2622', soft: '#6b6258', line: '#e4dccf', own: '#a8431f', other: '#3f6b3a', band: '#f1e7da', card: '#fffdf9' },
  dark: { ink: '#f1ebe2', soft: '#b3a99b', line: '#38342e', own: '#f0936b', other: '#93c48c', band: '#2d2a25', card: '#211f1b' },
}

/**
 * Draw a whole curve.
 * @param {any} context of a 2d canvas, whose unit is the CSS pixel
 * @param {any} curve a Curve of the service
 * @param {import('./plan').Plan} plan
 * @param {{theme: string, scale: number, chosen: any | null}} look `chosen` is a point to emphasize
 */
function draw(context, curve, plan, { theme, scale, chosen }) {
  const colours = theme === 'dark' ? COLOURS.dark : COLOURS.light
  context.font = `${Math.round(12 * scale)}px sans-serif`
  curve.references.forEach((/** @type {any} */ one) => drawBand(context, one, plan, colours))
  drawAxes(context, curve, plan, colours, scale)
  if (curve.normal) drawLine(context, [[plan.left, plan.y(curve.normal)], [plan.right, plan.y(curve.normal)]], colours.soft, 1, [6, 4])
  curve.series.forEach((/** @type {any} */ { points }, /** @type {number} */ at) =>
    drawOwn(context, points, plan, at ? colours.other : colours.own, colours.card),
  )
  if (chosen) drawChosen(context, plan, chosen, colours)
}

/** @param {any} context @param {any} reference @param {any} plan @param {any} colours */
function drawBand(context, { months, lines }, plan, colours) {
  const along = (/** @type {number[]} */ line) => line.map((value, at) => [plan.x(months[at]), plan.y(value)])
  const [lowest, highest] = [along(lines[0]), along(lines[lines.length - 1])]
  context.beginPath()
  highest.concat(lowest.reverse()).forEach(([x, y]) => context.lineTo(x, y))
  context.closePath()
  context.fillStyle = colours.band
  context.fill()
  drawLine(context, along(lines[Math.floor(lines.length / 2)]), colours.soft, 1, [3, 4])
}

/** @param {any} context @param {any} curve @param {any} plan @param {any} colours @param {number} scale */
function drawAxes(context, curve, plan, colours, scale) {
  context.fillStyle = colours.soft
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const { at, label } of apart(curve.values.ticks, plan.y, 18 * scale)) {
    drawLine(context, [[plan.left, plan.y(at)], [plan.right, plan.y(at)]], colours.line, 1)
    context.fillText(label, plan.left - 6, plan.y(at))
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  for (const { at, label } of apart(curve.ages.ticks, plan.x, 52 * scale)) {
    context.fillText(label, Math.min(plan.x(at), plan.right - 16 * scale), plan.bottom + 6)
  }
}

/** @param {any} context @param {any[]} points @param {any} plan @param {string} colour @param {string} ground */
function drawOwn(context, points, plan, colour, ground) {
  const places = [...points].sort((one, other) => one.months - other.months).map(({ months, value }) => [plan.x(months), plan.y(value)])
  drawLine(context, places, colour, 2.5)
  places.forEach(([x, y]) => drawDot(context, x, y, 4.5, colour, ground))
}

/** @param {any} context @param {any} plan @param {any} chosen @param {any} colours */
function drawChosen(context, plan, { months, value }, colours) {
  const [x, y] = [plan.x(months), plan.y(value)]
  drawLine(context, [[x, plan.top], [x, plan.bottom]], colours.soft, 1, [4, 4])
  drawDot(context, x, y, 7, colours.ink, colours.card)
}

/** @param {any} context @param {number} x @param {number} y @param {number} radius @param {string} colour @param {string} ground */
function drawDot(context, x, y, radius, colour, ground) {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = colour
  context.fill()
  context.strokeStyle = ground
  context.lineWidth = 2
  context.stroke()
}

/** @param {any} context @param {number[][]} places @param {string} colour @param {number} width @param {number[]} [dashes] */
function drawLine(context, places, colour, width, dashes = []) {
  context.beginPath()
  places.forEach(([x, y]) => context.lineTo(x, y))
  context.setLineDash(dashes)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
  context.setLineDash([])
}

module.exports = { draw }
