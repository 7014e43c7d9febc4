/**
 * The query of an address by name. Values stay as they were written: WeChat does not decode them,
 * the page does.
 * @param {string} text `a=1&b=%E6%BB%A1`, without the question mark
 * @returns {Record<string, string>}
 */
export function parseQuery(text) {
  const parts = text.split('&').filter(Boolean)
  return Object.fromEntries(parts.map((part) => [part.split('=', 1)[0], part.includes('=') ? part.slice(part.indexOf('=') + 1) : '']))
}

/** The query as it was written. */
export function writeQuery(query) {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
