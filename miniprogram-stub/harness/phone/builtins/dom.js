/** Makes an element with properties and children; only called in the browser. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/**
 * Listens to an element's own event and keeps it from reaching the framework, which would take it
 * for the component's event of the same name.
 */
export function on(element, types, act) {
  for (const type of types.split(' '))
    element.addEventListener(type, (event) => {
      event.stopPropagation()
      act?.(event)
    })
}

/** What `mount` gave back for the built-in component at a DOM element, or undefined. */
export function mounted(element) {
  return element?.__wxElement?.getMethodCaller?.()?.following
}

/** The element with this id in the same template as `component`, or null. */
export function byId(component, id) {
  if (!id) return null
  return component._$.ownerShadowRoot?.querySelector(`#${id}`)?.getBackendElement() ?? null
}
