// Takes the display lists of a message apart.

/** Return a copy of some bytes, aligned so that any typed array can look at it. */
function copied(view, start, length) {
  const from = view.byteOffset + start;
  return view.buffer.slice(from, from + length);
}

/** Make a small canvas of an image's pixels. */
function bitmapOf(rgba, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

/** Count the points that belong to an operation: paths and markers have some. */
function pointsOf(op) {
  if (op[0] === 'p') return op[3];
  if (op[0] === 'm') return op[3] + op[4];
  return 0;
}

/**
 * Return what each slot draws: a Map from slots to lists of {op, xy} or {op, bitmap}.
 *
 * slots: [[slot, operations], ...]; points, images: the bytes of all of them in one piece each,
 * in the order of the operations.
 */
export function unpack(slots, points, images) {
  const xy = new Int16Array(copied(points, 0, points.byteLength));
  const found = new Map();
  let point = 0;
  let byte = 0;
  for (const [slot, ops] of slots) {
    const list = [];
    for (const op of ops) {
      if (op[0] === 'i') {
        const [, width, height] = op;
        const size = 4 * width * height;
        const rgba = new Uint8ClampedArray(copied(images, byte, size));
        list.push({op, bitmap: bitmapOf(rgba, width, height)});
        byte += size;
      } else {
        const count = pointsOf(op);
        list.push({op, xy: xy.subarray(2 * point, 2 * (point + count))});
        point += count;
      }
    }
    found.set(slot, list);
  }
  return found;
}
