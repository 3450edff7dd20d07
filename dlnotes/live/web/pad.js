// The pad: a drawing made by mouse, finger or keyboard.
import {OWN_KEYS, element, within, withSpaces} from './elements.js';
import {Ink} from './ink.js';

const HINT = 'draw here (keys: arrows, space, Delete)';
const HELP = 'draw with the mouse or a finger; with the keyboard, arrows move the pen, '
  + 'the space bar lowers and lifts it, Delete clears';
const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const PEN_DOWN = '#c8452a';
const PEN_UP = '#0072b2';

/** A control like those in inputs.js; its value is a list of numbers from 0 to 255. */
export class Pad {
  constructor(control, changed) {
    const {rows, columns, pen} = control;
    this.changed = changed;
    this.rows = rows;
    this.columns = columns;
    this.step = Math.max(1, Math.round(columns / 28));  // pixels for an arrow key
    this.ink = new Ink(rows, columns, pen);
    this.last = null;  // where the pointer was, while it draws
    this.isKeyboard = false;  // the pen is shown while keys move it
    this.isDown = false;
    this.centre();
    this.build(withSpaces(control.label));
    this.listen();
    this.repaint();
  }

  get value() {
    return this.ink.bytes();
  }

  set value(bytes) {
    this.ink.setBytes(bytes);
    this.repaint();
  }

  neighbours() {
    return [];
  }

  build(label) {
    this.canvas = element('canvas', {
      width: this.columns,
      height: this.rows,
      tabindex: 0,
      role: 'application',
      ...OWN_KEYS,
      'aria-label': `${label}: ${HELP}`,
    });
    this.ctx = this.canvas.getContext('2d');
    this.hint = element('div', {'aria-live': 'polite'}, HINT);
    this.button = element('button', {type: 'button'}, 'clear');
    this.root = element('div', {class: 'dln-pad'});
    this.root.append(element('div', {}, label), this.canvas, this.hint, this.button);
  }

  listen() {
    const on = (type, listener) => this.canvas.addEventListener(type, listener);
    on('focus', () => this.showPen(this.canvas.matches(':focus-visible')));
    on('blur', () => this.showPen(false));
    on('pointerdown', event => this.press(event));
    on('pointermove', event => this.move(event));
    on('pointerup', () => { this.last = null; });
    on('pointercancel', () => { this.last = null; });
    on('keydown', event => {
      if (!this.key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.button.addEventListener('click', () => this.wipe());
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.isKeyboard = false;
    this.lift();
    this.last = this.placeOf(event);
    this.draw(this.last, this.last);
  }

  move(event) {
    if (!this.last) return;
    const to = this.placeOf(event);
    this.draw(this.last, to);
    this.last = to;
  }

  /** Do what a key asks for. Returns false for keys that mean nothing here. */
  key(name) {
    if (name in ARROWS) this.movePen(ARROWS[name]);
    else if (name === ' ') this.turnPen();
    else if (name === 'Delete' || name === 'Backspace') this.wipe();
    else return false;
    return true;
  }

  movePen([right, down]) {
    const from = this.pen;
    this.isKeyboard = true;
    this.pen = [
      within(0.5, from[0] + this.step * right, this.columns - 0.5),
      within(0.5, from[1] + this.step * down, this.rows - 0.5),
    ];
    if (this.isDown) this.draw(from, this.pen);
    else this.repaint();
  }

  /** Lower the pen, or lift it. */
  turnPen() {
    this.isKeyboard = true;
    this.isDown = !this.isDown;
    this.hint.textContent = this.isDown ? 'the pen is down' : 'the pen is up';
    if (this.isDown) this.draw(this.pen, this.pen);
    else this.repaint();
  }

  wipe() {
    this.ink.clear();
    this.lift();
    this.centre();
    this.repaint();
    this.changed();
  }

  draw(from, to) {
    this.ink.stroke(from, to);
    this.repaint();
    this.changed();
  }

  lift() {
    this.isDown = false;
    this.hint.textContent = HINT;
  }

  centre() {
    this.pen = [this.columns / 2, this.rows / 2];
  }

  showPen(isShown) {
    this.isKeyboard = isShown;
    this.repaint();
  }

  repaint() {
    this.ink.paint(this.ctx);
    if (!this.isKeyboard) return;
    const [x, y] = this.pen.map(Math.floor);
    this.ctx.fillStyle = this.isDown ? PEN_DOWN : PEN_UP;
    this.ctx.fillRect(x, y, this.step, this.step);
  }

  /** Return where a pointer is, in pixels of the drawing. */
  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) / box.width * this.columns,
      (event.clientY - box.top) / box.height * this.rows,
    ];
  }
}
