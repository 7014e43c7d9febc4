/** Changes the page around it; `system` follows the font size set in WeChat. */
export const pageMeta = {
  properties: {
    backgroundTextStyle: String,
    backgroundColor: String,
    backgroundColorTop: String,
    backgroundColorBottom: String,
    rootBackgroundColor: String,
    scrollTop: String,
    scrollDuration: { type: Number, value: 300 },
    pageStyle: String,
    pageFontSize: String,
    rootFontSize: String,
    pageOrientation: String,
  },
  events: ['resize', 'scroll', 'scrolldone'],
  template: '<slot/>',
  mount({ host, data, phone }) {
    const page = host.closest('page')
    const size = (wanted) => (wanted === 'system' ? `${16 * phone.fontScale}px` : wanted)
    return {
      pageStyle: (style) => page.setAttribute('style', style ?? ''),
      pageFontSize: (wanted) => (page.style.fontSize = size(wanted)),
      rootFontSize: (wanted) => wanted && (document.documentElement.style.fontSize = size(wanted)),
      backgroundColor: (colour) => colour && (page.parentElement.style.background = colour),
      scrollTop: (top) => top && page.closest('.scroll')?.scrollTo({ top: parseFloat(top), behavior: data.scrollDuration ? 'smooth' : 'instant' }),
    }
  },
}
