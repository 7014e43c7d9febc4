/** Opens a sheet with columns when touched; the columns are drawn by ../pickers.js. */
export const picker = {
  properties: {
    mode: { type: String, value: 'selector' },
    headerText: String,
    disabled: Boolean,
    range: { type: Array, value: [] },
    rangeKey: String,
    value: null,
    start: String,
    end: String,
    fields: { type: String, value: 'day' },
    level: String,
    customItem: String,
    name: String,
  },
  events: ['change', 'columnchange', 'cancel'],
  template: '<slot/>',
  mount({ component, data, emit, set, phone }) {
    const open = async () => {
      if (data.disabled) return
      const value = await phone.pickFrom(data, (column, index) => emit('columnchange', { column, value: index }))
      if (value === null) return emit('cancel')
      set({ value })
      emit('change', { value })
    }
    component._$.addListener('tap', open)
    return { activate: open, field: () => data.value }
  },
}
