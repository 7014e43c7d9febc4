/** Somebody's picture, or the first letter of what they are called. */

Component({
  properties: {
    src: { type: String, value: '' },
    name: { type: String, value: '' },
  },
})
