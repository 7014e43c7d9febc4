/** The parts of a show page: each with what is in it, its pictures and words. */

Component({
  properties: {
    /** SharedSections */
    sections: { type: Array, value: [] },
  },
})
