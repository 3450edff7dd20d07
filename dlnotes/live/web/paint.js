// Paints the operations of a display list on a canvas. dlnotes/live/recorder.py writes them.

const SUBPIXELS = 16;  // a coordinate counts sixteenths of a pixel
const FONTS = [
  '"DejaVu Sans", "Bitstream Vera Sans", Verdana, sans-serif',
  '"DejaVu Sans Mono", Menlo, Consolas, monospace',
];

// For each letter of a path: the number of its points, and the canvas's method that takes them.
const PIECES = {
  M: [1, 'moveTo'],
  L: [1, 'lineTo'],
  Q: [2, 'quadraticCurveTo'],
  C: [3, 'bezierCurveTo'],
};

/** Trace a path, shifted by (dx, dy). Without letters it is one open line through all points. */
function trace(ctx, letters, xy, count, dx = 0, dy = 0) {
  const pixel = i => xy[i] / SUBPIXELS + (i % 2 ? dy : dx);
  if (!letters) {
    for (let i = 0; i < count; i++) ctx[i ? 'lineTo' : 'moveTo'](pixel(2 * i), pixel(2 * i + 1));
    return;
  }
  let i = 0;
  for (const letter of letters) {
    if (letter === 'Z') {
      ctx.closePath();
      continue;
    }
    const [points, method] = PIECES[letter];
    const numbers = [];
    for (let k = 0; k < 2 * points; k++) numbers.push(pixel(i++));
    ctx[method](...numbers);
  }
}

/** Paint only inside a box from now on; no box (0) means everywhere. */
function clipTo(ctx, box) {
  if (!box) return;
  ctx.beginPath();
  ctx.rect(...box);
  ctx.clip();
}

/** Fill and stroke the path that was traced. */
function inkIn(ctx, style, themed) {
  const [stroke, width, fill, dashes, cap, join] = style;
  if (fill) {
    ctx.fillStyle = themed(fill);
    ctx.fill();
  }
  if (stroke) {
    ctx.strokeStyle = themed(stroke);
    ctx.lineWidth = width;
    ctx.lineCap = cap === 'projecting' ? 'square' : cap;
    ctx.lineJoin = join;
    ctx.setLineDash(dashes || []);
    ctx.stroke();
  }
}

function paintPath(ctx, {op, xy}, themed) {
  const [, style, letters, count] = op;
  clipTo(ctx, style[6]);
  ctx.beginPath();
  trace(ctx, letters, xy, count);
  inkIn(ctx, style, themed);
}

/** Paint one path at many places, which follow the path's own points. */
function paintMarkers(ctx, {op, xy}, themed) {
  const [, style, letters, count, places] = op;
  clipTo(ctx, style[6]);
  for (let i = 0; i < places; i++) {
    const at = 2 * (count + i);
    ctx.beginPath();
    trace(ctx, letters, xy, count, xy[at] / SUBPIXELS, xy[at + 1] / SUBPIXELS);
    inkIn(ctx, style, themed);
  }
}

/** Paint a text as wide as Matplotlib laid it out, whatever font the browser has. */
function paintText(ctx, {op}, themed) {
  const [, text, x, y, angle, width, colour, size, bold, italic, mono] = op;
  ctx.font = `${italic ? 'italic ' : ''}${bold ? 'bold ' : ''}${size}px ${FONTS[mono]}`;
  ctx.fillStyle = themed(colour);
  ctx.translate(x, y);
  ctx.rotate(-angle * Math.PI / 180);
  const measured = ctx.measureText(text).width;
  if (measured) ctx.scale(width / measured, 1);
  ctx.fillText(text, 0, 0);
}

function paintImage(ctx, {op, bitmap}) {
  const [, , , matrix, alpha, box] = op;
  clipTo(ctx, box);
  ctx.globalAlpha = alpha;
  ctx.imageSmoothingEnabled = false;
  ctx.transform(...matrix);
  ctx.drawImage(bitmap, 0, 0, 1, 1);
}

const PAINTERS = {p: paintPath, m: paintMarkers, t: paintText, i: paintImage};

/**
 * Paint one operation of an unpacked display list.
 *
 * themed: a function that gives each colour as this page shows it.
 */
export function paint(ctx, item, themed) {
  ctx.save();
  PAINTERS[item.op[0]](ctx, item, themed);
  ctx.restore();
}
