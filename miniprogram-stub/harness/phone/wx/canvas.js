import { keepTemporary } from '../files.js'
import { refuse } from './calling.js'

async function canvasToTempFilePath({ canvas, x = 0, y = 0, width, height, destWidth, destHeight, fileType = 'png', quality = 1 }) {
  if (!(canvas instanceof HTMLCanvasElement) && !(canvas instanceof OffscreenCanvas)) refuse('canvas is empty: give the node of <canvas type="2d">')
  const [wide, high] = [width ?? canvas.width - x, height ?? canvas.height - y]
  const copy = new OffscreenCanvas(destWidth ?? wide, destHeight ?? high)
  copy.getContext('2d').drawImage(canvas, x, y, wide, high, 0, 0, copy.width, copy.height)
  const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png'
  return { tempFilePath: await keepTemporary(await copy.convertToBlob({ type, quality })) }
}

function createOffscreenCanvas({ width = 300, height = 150 } = {}) {
  const canvas = new OffscreenCanvas(width, height)
  canvas.createImage = () => new Image()
  return canvas
}

export const asynchronous = { canvasToTempFilePath }
export const immediate = { createOffscreenCanvas }
