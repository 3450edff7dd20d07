// Small parts that all controls are made of.

/** The attribute by which JupyterLab leaves the arrow keys to an element. */
export const OWN_KEYS = {'data-lm-suppress-shortcuts': 'true'};

/** Make an element with attributes and a text. */
export function element(tag, attributes = {}, text = '') {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

/** Write a name as a reader would: "learning_rate" is "learning rate". */
export function withSpaces(name) {
  return name.replace(/_/g, ' ');
}

/** Write a number beside a slider: "0.5", "−0.00125", "12,000". */
export function formatted(value) {
  let short = +value.toFixed(4);
  if (Math.abs(value) < 0.01) short = +value.toPrecision(3);
  if (Math.abs(value) >= 10000) short = value.toLocaleString('en');
  return String(short).replace('-', '\u2212');
}

/** Return a number, or the nearest end of a range where it is outside. */
export function within(low, value, high) {
  return Math.max(low, Math.min(high, value));
}
