/** A child's curve on a canvas; a tap on a point tells which (`read`, with the Point). */

const { follow } = require('../../look/look')
const { planOf, nearest } = require('./plan')
const { draw } = require('./drawing')

Component({
  properties: {
    /** a Curve of the service */
    curve: { type: Object, value: {} },
    /** the Point to emphasize, if one was read */
    chosen: { type: Object, value: {} },
    /** what the picture tells, for whoever listens to the screen */
    told: { type: String, value: '' },
  },
  lifetimes: {
    attached() {
      const redraw = () => this.redraw()
      const unfollow = follow(redraw)
      wx.onThemeChange(redraw)
      Object.assign(this, { leave: () => (unfollow(), wx.offThemeChange(redraw)) })
    },
    detached() {
      const { leave } = /** @type {any} */ (this)
      leave?.()
      Object.assign(this, { leave: null })
    },
  },
  observers: {
    'curve, chosen'() {
      this.redraw()
    },
  },
  methods: {
    redraw() {
      if (!(/** @type {any} */ (this.properties.curve)?.series)) return
      const query = this.createSelectorQuery().select('.canvas')
      query.fields({ node: true, size: true }).exec(([canvas]) => {
        if (canvas?.width) this.drawOn(canvas)
        else if (/** @type {any} */ (this).leave) setTimeout(() => this.redraw(), 100) // not laid out yet
      })
    },

    /** @param {{node: any, width: number, height: number}} canvas */
    drawOn({ node, width, height }) {
      const { curve, chosen } = /** @type {any} */ (this.properties)
      const scale = Math.min(wx.getAppBaseInfo().fontSizeScaleFactor || 1, 1.5)
      const sharpness = wx.getWindowInfo().pixelRatio
      node.width = width * sharpness
      node.height = height * sharpness
      const context = node.getContext('2d')
      context.scale(sharpness, sharpness)
      const plan = planOf(curve, { width, height }, scale)
      draw(context, curve, plan, { scale, theme: wx.getAppBaseInfo().theme || 'light', chosen: chosen?.day ? chosen : null })
      Object.assign(this, { plan })
    },

    /** @param {any} event */
    tap({ detail }) {
      const query = this.createSelectorQuery()
      query.select('.canvas').boundingClientRect()
      query.selectViewport().scrollOffset()
      query.exec(([box, { scrollLeft, scrollTop }]) => {
        const { plan } = /** @type {any} */ (this)
        const point = plan && nearest(this.properties.curve, plan, detail.x - scrollLeft - box.left, detail.y - scrollTop - box.top)
        if (point) this.triggerEvent('read', point)
      })
    },
  },
})
