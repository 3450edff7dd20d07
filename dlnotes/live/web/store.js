// The store: the frames that have come so far, by the values that they show.

const MOST = 400;  // frames that are kept; the oldest goes first

export class Store {
  constructor() {
    this.frames = new Map();
  }

  get(values) {
    return this.frames.get(JSON.stringify(values));
  }

  put(values, frame) {
    this.frames.set(JSON.stringify(values), frame);
    if (this.frames.size > MOST) this.frames.delete(this.frames.keys().next().value);
  }

  clear() {
    this.frames.clear();
  }
}
