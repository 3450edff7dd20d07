// The panel below a picture: its controls by name, and its buttons.
import {element, withSpaces} from './elements.js';
import {Choice, Slider, TextLine, Toggle} from './inputs.js';
import {Pad} from './pad.js';

const KINDS = {slider: Slider, choice: Choice, toggle: Toggle, text: TextLine, pad: Pad};

export class Panel {
  constructor(root) {
    this.root = root.appendChild(element('div', {class: 'dln-controls'}));
    this.controls = new Map();
    this.defaults = new Map();
    this.kinds = new Set();
  }

  /** Add a control that holds a value. Returns false where the kind of control holds none. */
  add(control, changed) {
    const Kind = KINDS[control.kind];
    if (!Kind) return false;
    const made = new Kind(control, changed);
    this.controls.set(control.name, made);
    this.defaults.set(control.name, control.default);
    this.kinds.add(control.kind);
    made.value = control.default;
    this.root.append(made.root);
    return true;
  }

  addButton(label, pressed) {
    const button = this.root.appendChild(element('button', {type: 'button'}, withSpaces(label)));
    button.addEventListener('click', pressed);
    return button;
  }

  /** Return the control of that name, if there is one. */
  control(name) {
    return this.controls.get(name);
  }

  /** All values by name, in the order of the controls. */
  get values() {
    return Object.fromEntries([...this.controls].map(([name, control]) => [name, control.value]));
  }

  /** Whether there is something to reset: a drawing has a button of its own for that. */
  get canReset() {
    return [...this.kinds].some(kind => kind !== 'pad');
  }

  /** Whether few enough values are possible that the frames of some are worth keeping. */
  get isCountable() {
    return !this.kinds.has('pad') && !this.kinds.has('text');
  }

  reset() {
    for (const [name, control] of this.controls) control.value = this.defaults.get(name);
  }

  /**
   * Take over values, where they differ from those shown.
   *
   * request: the one that they answer, if there is one. A drawing that came with it is here
   * already, and may have gone on since.
   */
  adopt(values, request) {
    for (const [name, value] of Object.entries(values)) {
      const control = this.controls.get(name);
      const isSent = request?.values && name in request.values;
      const isNew = Array.isArray(value) ? !isSent : control?.value !== value;
      if (control && isNew) control.value = value;
    }
  }
}
