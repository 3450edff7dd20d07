// The page around a picture: light or dark, wide or narrow.

/** Tell whether an element stands on a dark page: JupyterLab says so, other pages show it. */
export function isDark(element) {
  const flag = document.body.dataset.jpThemeLight;
  if (flag) return flag === 'false';
  for (let node = element; node; node = node.parentElement) {
    const numbers = getComputedStyle(node).backgroundColor.match(/[\d.]+/g) || [0, 0, 0, 0];
    const [r, g, b, a = 1] = numbers.map(Number);
    if (a > 0.5) return 0.3 * r + 0.6 * g + 0.1 * b < 110;
  }
  return false;
}

/**
 * Return a function that gives each colour as this page shows it.
 *
 * colours: for each of the house's colours the one that stands for it on dark pages. Any other
 * colour stays what it is, and so does the opacity behind the first seven characters.
 */
export function theming(dark, colours) {
  return colour => {
    const opaque = colour.slice(0, 7);
    return (dark && colours[opaque] || opaque) + colour.slice(7);
  };
}

/**
 * Keep a stage as wide as its element, and in the page's theme.
 *
 * Returns a function that ends this.
 */
export function followPage(root, stage) {
  const fit = () => {
    stage.retheme();
    stage.resize(root.clientWidth);
  };
  const sizes = new ResizeObserver(() => requestAnimationFrame(fit));
  const themes = new MutationObserver(() => stage.retheme());
  const attributeFilter = ['data-jp-theme-light', 'data-jp-theme-name', 'class'];
  sizes.observe(root);
  themes.observe(document.body, {attributes: true, attributeFilter});
  fit();
  return () => {
    sizes.disconnect();
    themes.disconnect();
  };
}
