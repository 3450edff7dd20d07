// The ink of a drawing: how dark each pixel is, from 0 (paper) to 1.
import {within} from './elements.js';

const DARKEST = [27, 31, 36];  // red, green and blue of full ink, on white paper

export class Ink {
  /** width: of the pen, in pixels. */
  constructor(rows, columns, width) {
    this.rows = rows;
    this.columns = columns;
    this.width = width;
    this.values = new Float32Array(rows * columns);
  }

  /** Draw a stroke from one place to another. Each pixel is the darker the nearer it is to it. */
  stroke(from, to) {
    for (let y = 0; y < this.rows; y++) {
      for (let x = 0; x < this.columns; x++) {
        const away = distance(x + 0.5, y + 0.5, from, to);
        const dark = within(0, this.width / 2 + 0.7 - away, 1);
        const i = y * this.columns + x;
        this.values[i] = Math.max(this.values[i], dark);
      }
    }
  }

  clear() {
    this.values.fill(0);
  }

  /** Return the drawing as a list of whole numbers from 0 to 255, row by row. */
  bytes() {
    return Array.from(this.values, value => Math.round(255 * value));
  }

  /** Take over a drawing of that form; null is an empty one. */
  setBytes(bytes) {
    if (bytes) this.values.set(bytes.map(byte => byte / 255));
    else this.clear();
  }

  paint(ctx) {
    const image = ctx.createImageData(this.columns, this.rows);
    for (let i = 0; i < this.values.length; i++) {
      const colour = DARKEST.map(part => 255 + (part - 255) * this.values[i]);
      image.data.set([...colour, 255], 4 * i);
    }
    ctx.putImageData(image, 0, 0);
  }
}

/** Return how far (x, y) is from the straight line between two places. */
function distance(x, y, [x0, y0], [x1, y1]) {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy || 1;
  const along = within(0, ((x - x0) * dx + (y - y0) * dy) / squared, 1);
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
