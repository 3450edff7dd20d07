// The stage: one canvas, on which a scene stands and frames move.
import {isDark, theming} from './page.js';
import {paint} from './paint.js';
import {unpack} from './unpack.js';

export class Stage {
  constructor(model, root) {
    this.model = model;
    this.spec = model.get('spec');
    this.canvas = root.appendChild(document.createElement('canvas'));
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', this.spec.title);
    this.changes = new Map();
    this.readScene();
  }

  /** Take up the whole picture that the kernel has sent. */
  readScene() {
    const scene = this.model.get('scene');
    this.version = scene.version;
    this.slots = unpack(scene.slots, scene.points, scene.images);
    this.changes = new Map();
    this.layers = null;
  }

  /** Fit the canvas into the width that there is, at the resolution of the screen. */
  resize(available) {
    const {width, height} = this.spec;
    const wide = Math.min(width, available || width);
    const ratio = window.devicePixelRatio || 1;
    this.scale = wide / width;
    this.canvas.style.width = `${wide}px`;
    this.canvas.style.height = `${height * this.scale}px`;
    this.canvas.width = Math.round(wide * ratio);
    this.canvas.height = Math.round(height * this.scale * ratio);
    this.layers = null;
    this.repaint();
  }

  /** Take up the theme of the page, where it has changed. */
  retheme() {
    const dark = isDark(this.canvas);
    if (dark === this.dark) return;
    this.dark = dark;
    this.themed = theming(dark, this.spec.dark);
    this.layers = null;
    this.repaint();
  }

  /**
   * Paint a frame: its `changes` to the scene of that version.
   *
   * A new scene is taken up with the first frame that is shown of it, and no sooner: it may have
   * come with a frame that is only kept for later.
   */
  show(version, changes) {
    const isNew = version !== this.version;
    if (isNew && version === this.model.get('scene').version) this.readScene();
    if (version !== this.version) return;
    this.changes = changes;
    this.repaint();
  }

  repaint() {
    if (!this.themed || !this.canvas.width) return;
    const moving = [...this.changes.keys()].join();
    if (!this.layers || this.moving !== moving) {
      this.layers = this.makeLayers();
      this.moving = moving;
    }
    const ctx = this.context(this.canvas);
    for (const {slot, bitmap} of this.layers) {
      if (bitmap) {
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.drawImage(bitmap, 0, 0);
        this.context(this.canvas);
      } else {
        for (const item of this.changes.get(slot)) paint(ctx, item, this.themed);
      }
    }
  }

  /**
   * Return the layers of the picture, from back to front.
   *
   * Slots that follow each other and stand still are painted once, into one layer's bitmap. Each
   * slot that moves is a layer of its own, painted in every frame.
   */
  makeLayers() {
    const layers = [];
    for (const [slot, list] of this.slots) {
      if (this.changes.has(slot)) layers.push({slot});
      else if (layers.at(-1)?.lists) layers.at(-1).lists.push(list);
      else layers.push({lists: [list]});
    }
    for (const layer of layers) {
      if (layer.lists) layer.bitmap = this.painted(layer.lists);
    }
    return layers;
  }

  painted(lists) {
    const bitmap = document.createElement('canvas');
    bitmap.width = this.canvas.width;
    bitmap.height = this.canvas.height;
    const ctx = this.context(bitmap);
    for (const list of lists) {
      for (const item of list) paint(ctx, item, this.themed);
    }
    return bitmap;
  }

  /** Return a canvas's context, in pixels of the figure. */
  context(canvas) {
    const ctx = canvas.getContext('2d');
    const scale = this.canvas.width / this.spec.width;
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    return ctx;
  }
}
