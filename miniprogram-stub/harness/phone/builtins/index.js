import { button } from './button.js'
import { canvas } from './canvas.js'
import { checkbox, checkboxGroup, radio, radioGroup, switchBox } from './choices.js'
import { coverImage, image } from './image.js'
import { form, label } from './form.js'
import { input } from './input.js'
import { navigator } from './navigator.js'
import { pageMeta } from './page-meta.js'
import { picker } from './picker.js'
import { richText } from './rich-text.js'
import { scrollView } from './scroll-view.js'
import { icon, progress, text } from './show.js'
import { slider } from './slider.js'
import { swiper, swiperItem } from './swiper.js'
import { textarea } from './textarea.js'
import { video } from './video.js'
import { coverView, rootPortal, view } from './view.js'

/**
 * The base library's components by tag. The build reads the declarations to refuse unknown
 * properties; the phone mounts them (see ../builtin.js).
 */
export const builtins = {
  button,
  canvas,
  checkbox,
  'checkbox-group': checkboxGroup,
  'cover-image': coverImage,
  'cover-view': coverView,
  form,
  icon,
  image,
  input,
  label,
  navigator,
  'page-meta': pageMeta,
  picker,
  progress,
  radio,
  'radio-group': radioGroup,
  'rich-text': richText,
  'root-portal': rootPortal,
  'scroll-view': scrollView,
  slider,
  swiper,
  'swiper-item': swiperItem,
  switch: switchBox,
  text,
  textarea,
  video,
  view,
}
