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

const smallerThan = (least) => (element) => {
  const { width, height } = element.getBoundingClientRect();
  return Math.min(width, height) < least;
};

// What can be tapped but is smaller than a fingertip (44 px).
const smallTargets = () =>
  [...document.querySelectorAll("a")]
    .filter(shown)
    .filter(smallerThan(44))
    .map((link) => link.outerHTML);

// What the mini-program has drawn itself, and not WeChat around it.
const ours = (element) => !element.closest("#capsule, #single, #overlays, #tabs, .refresher");

// The same of the mini-program, for the fingers of whoever wants large letters 120 rpx.
const smallOnPhone = () => {
  const large = new URLSearchParams(location.search).get("font") > 1;
  const named = "[role=button], [role=link], [role=radio], [role=tab]";
  return [...document.querySelectorAll(named)]
    .filter(shown)
    .filter(ours)
    .filter(smallerThan(large ? 62 : 44))
    .map((one) => `${one.getAttribute("aria-label") || one.textContent.trim()}: small`);
};

const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    const painted = backgroundImage.match(/gradient\(.*?(rgba?\(.*?\))/)?.[1] ?? backgroundColor;
    const [red, green, blue, alpha = 1] = channels(painted);
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

const texts = () =>
  [...document.body.querySelectorAll("*")]
    .filter(shown)
    .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));

const described = (element) => `${element.textContent.trim()}: ${contrast(element).toFixed(2)}`;

// The texts whose contrast with their ground is below 4.5.
const faint = () => texts().filter((one) => contrast(one) < 4.5).map(described);

// The same of the mini-program; what cannot be pressed yet may be faint (WCAG 2.2, 1.4.3).
const faintOnPhone = () =>
  texts()
    .filter(ours)
    .filter((one) => !one.closest("[aria-disabled=true], .t-button--disabled"))
    .filter((one) => contrast(one) < 4.5)
    .map(described);

// How bright the page itself is, from 0 to 1.
const brightness = () => luminance(ground(document.body));
