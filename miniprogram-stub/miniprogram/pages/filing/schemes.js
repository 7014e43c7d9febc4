/** The classes by which a family divides its archive, grouped to be chosen from. */

const { schemes } = require('../../api/class-schemes')

/**
 * @typedef {{code: string, name: string, holds: string, closed: boolean}} Class a lowest one
 * @typedef {{code: string, name: string, closed: boolean, classes: Class[]}} Group an upper one
 */

/** @param {string} version @returns {Promise<Group[]>} */
async function groupsOf(version) {
  const { classes } = (await schemes()).find((one) => one.version === version)
  const under = (/** @type {string} */ code) => classes.filter((/** @type {any} */ { parent }) => parent === code)
  return under('').map((/** @type {any} */ group) => ({ ...group, classes: under(group.code) }))
}

/** @param {Group[]} groups @param {string} code of a lowest class @returns {Class | null} */
function classIn(groups, code) {
  return groups.flatMap(({ classes }) => classes).find((one) => one.code === code) || null
}

/** @param {Group[]} groups @param {string} code of a lowest class @returns {string} 「业绩类 › 荣誉」 */
function titleIn(groups, code) {
  const group = groups.find(({ classes }) => classes.some((one) => one.code === code))
  return group ? `${group.name} › ${classIn(groups, code)?.name}` : ''
}

/**
 * The class whose examples are named in some words; the longest example counts.
 * @param {Group[]} groups those that may be chosen @param {string} words
 * @returns {string} its code, or nothing
 */
function suggested(groups, words) {
  const named = groups
    .flatMap(({ classes }) => classes)
    .flatMap(({ code, holds }) => holds.split('、').map((example) => ({ code, example })))
    .filter(({ example }) => words.includes(example))
  return named.sort((one, other) => other.example.length - one.example.length)[0]?.code || ''
}

module.exports = { groupsOf, classIn, titleIn, suggested }
