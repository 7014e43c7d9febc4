/** How much something holds, as a phone says it. */

/** @param {number} bytes */
function sizeOf(bytes) {
  const gigabytes = bytes / 1024 ** 3
  if (gigabytes >= 1) return `${Number(gigabytes.toFixed(1))} GB`
  return `${Math.ceil(bytes / 1024 ** 2)} MB`
}

module.exports = { sizeOf }
