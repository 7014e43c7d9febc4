// What the tests look at in a page; each function is one question.

const shown = (element) => element.getClientRects().length > 0;

// Whether nothing is wider than the window.
const fits = () => document.documentElement.scrollWidth <= window.innerWidth;

// The widths in pixels of all pictures that are shown, once each has come.
const pictures = async () => {
  const widths = [];
  for (const image of [...document.images].filter(shown)) {
    image.scrollIntoView({ block: "center" });
    await image.decode();
    widths.push(image.naturalWidth);
  }
  window.scrollTo(0, 0);
  return widths;
};

// How many pictures of full size have been asked for (1600 px wide, Rendition.SCREEN).
const largePictures = () =>
  performance.getEntriesByType("resource").filter(({ name }) => name.includes("/w/1600/")).length;

// What can be tapped but is smaller than a fingertip (44 px).
const smallTargets = () =>
  [...document.querySelectorAll("a")]
    .filter(shown)
    .filter((link) => {
      const { width, height } = link.getBoundingClientRect();
      return Math.min(width, height) < 44;
    })
    .map((link) => link.outerHTML);

const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
    // White under what shines through: the worst case, as all such text is light.
    if (alpha > 0.5) return [red, green, blue].map((c) => c * alpha + 255 * (1 - alpha));
  }
  return [255, 255, 255];
};

// Relative luminance, WCAG 2.2.
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map((c) => {
    const part = c / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (element) => {
  const text = luminance(channels(getComputedStyle(element).color).slice(0, 3));
  const [dark, light] = [text, luminance(ground(element))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

// The texts whose contrast with their ground is below 4.5.
const faint = () =>
  [...document.body.querySelectorAll("*")]
    .filter(shown)
    .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((element) => contrast(element) < 4.5)
    .map((element) => `${element.textContent.trim()}: ${contrast(element).toFixed(2)}`);

// How bright the page itself is, from 0 to 1.
const brightness = () => luminance(ground(document.body));
