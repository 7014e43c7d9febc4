import { make } from '../builtins/dom.js'
import { find } from '../files.js'
import { nativePage } from '../overlays.js'
import { refuse } from './calling.js'

const TYPES = new Set(['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'])

export const asynchronous = {
  openDocument({ filePath, fileType = filePath.split('.').pop() }) {
    if (!TYPES.has(fileType)) refuse('filetype not supported')
    const file = find(filePath) ?? refuse(`file doesn't exist: ${filePath}`)
    const type = fileType === 'pdf' ? 'application/pdf' : file.blob.type
    nativePage('文件预览', make('iframe', { src: URL.createObjectURL(new Blob([file.bytes], { type })), title: '文件' }))
  },
}
