// Dragging on the picture, by pointer or by arrow keys.
import {OWN_KEYS} from './elements.js';

const ARROWS = {
  ArrowLeft: ['x', -1],
  ArrowRight: ['x', 1],
  ArrowUp: ['y', 1],
  ArrowDown: ['y', -1],
};

/** One drag control of a view. Several may share the picture, each on its own axes or sliders. */
export class Drag {
  constructor(view, control) {
    this.view = view;
    this.control = control;
    this.canvas = view.stage.canvas;
    this.isDragging = false;
    this.stroke = 0;  // a number of its own for each drag
    this.began = null;  // where the drag began
    this.canvas.classList.add('dln-drag');
    if (control.x || control.y) this.takeFocus();
    this.listen();
  }

  /** Let the keyboard reach the picture: only where arrow keys move something on it. */
  takeFocus() {
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    for (const [name, value] of Object.entries(OWN_KEYS)) this.canvas.setAttribute(name, value);
  }

  listen() {
    const on = (type, listener) => this.canvas.addEventListener(type, listener);
    on('pointerdown', event => this.press(event));
    on('pointermove', event => { if (this.isDragging) this.ask(event); });
    on('pointerup', () => { this.isDragging = false; });
    on('pointercancel', () => { this.isDragging = false; });
    on('keydown', event => this.key(event));
  }

  press(event) {
    const place = this.placeOf(event);
    if (!this.isInside(place)) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.stroke = Math.random();
    this.began = place;
    this.ask(event);
  }

  ask(event) {
    const {name} = this.control;
    this.view.used = null;
    this.view.act({
      drag: name,
      at: this.placeOf(event),
      began: this.began,
      stroke: this.stroke,
      merge: `${name} ${this.stroke}`,
    });
  }

  key(event) {
    const [axis, by] = ARROWS[event.key] || [];
    if (!axis || !this.control[axis]) return;
    this.view.panel.control(this.control[axis]).step(by);
    event.preventDefault();
    event.stopImmediatePropagation();  // another drag on this canvas may know the same slider
  }

  /** Return where a pointer is, in pixels of the figure. */
  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    const {scale} = this.view.stage;
    return [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
  }

  isInside([x, y]) {
    const [left, top, width, height] = this.view.spec.boxes[this.control.axes];
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }
}
