/** The parts of a show page: each with its records, their pictures and words. */

Component({
  properties: {
    /** SharedSections */
    sections: { type: Array, value: [] },
  },
})
