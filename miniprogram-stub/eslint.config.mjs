const forbid = (rules) => Object.fromEntries(rules.map((rule) => [rule, 'error']))
const readonly = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']))

const rules = {
  ...forbid([
    'no-undef', 'no-redeclare', 'no-dupe-keys', 'no-dupe-args', 'no-unreachable', 'no-fallthrough',
    'no-const-assign', 'no-self-assign', 'no-cond-assign', 'no-empty', 'no-var', 'prefer-const', 'no-implicit-globals',
    'no-unsafe-finally', 'no-debugger', 'valid-typeof', 'no-shadow-restricted-names',
    'no-loss-of-precision', 'no-sparse-arrays', 'use-isnan', 'no-unused-private-class-members', 'no-useless-escape', 'no-eval',
  ]),
  eqeqeq: ['error', 'always'],
  'no-console': ['error', { allow: ['error'] }], // what nobody expected is told to whoever develops
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'max-lines': ['error', 400],
  complexity: ['error', 14],
  'max-depth': ['error', 3],
}

const browser =
  'window document location history localStorage indexedDB matchMedia addEventListener removeEventListener performance devicePixelRatio innerWidth innerHeight ' +
  'fetch XMLHttpRequest FormData Blob File URL URLSearchParams TextDecoder TextEncoder btoa atob Image Audio Touch TouchEvent ' +
  'HTMLCanvasElement HTMLImageElement OffscreenCanvas createImageBitmap DOMParser Node MutationObserver ResizeObserver ' +
  'IntersectionObserver getComputedStyle requestAnimationFrame cancelAnimationFrame setTimeout clearTimeout setInterval ' +
  'clearInterval console miniProgram'

export default [
  { ignores: ['harness/dist/', 'miniprogram/miniprogram_npm/'] },
  {
    files: ['miniprogram/**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      ecmaVersion: 2022,
      // What WeChat's engine gives to a module: no window, no document, no fetch.
      globals: readonly('wx App getApp getCurrentPages Page Component Behavior setTimeout clearTimeout setInterval clearInterval console'),
    },
    rules,
  },
  {
    files: ['harness/phone/**/*.js'],
    languageOptions: { sourceType: 'module', ecmaVersion: 2024, globals: readonly(browser) },
    rules: { ...rules, 'no-console': 'off' },
  },
  {
    files: ['harness/{build,checks}/**/*.mjs', '*.mjs'],
    languageOptions: { sourceType: 'module', ecmaVersion: 2024, globals: readonly('process console Buffer URL') },
    rules: { ...rules, 'no-console': 'off' },
  },
]
