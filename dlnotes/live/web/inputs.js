// Controls that are inputs of the page: sliders, choices, switches and lines of text.
//
// Each control has `root`, the element to show; `value`, to get and to set; and `neighbours()`,
// the values that the reader may want next. It calls `changed()` when the reader moves it, and not
// when its value is set.
import {OWN_KEYS, element, formatted, within, withSpaces} from './elements.js';

/** Make the label around a control, with its name in front. */
function labelled(control) {
  return element('label', {}, withSpaces(control.label));
}

/** A slider. Its value may be any number: one between two steps stays as exact as it was set. */
export class Slider {
  constructor(control, changed) {
    this.values = control.values;
    this.changed = changed;
    this.exact = null;  // the value, where it is none of the slider's own
    this.root = labelled(control);
    this.input = element('input', {
      type: 'range',
      min: 0,
      max: this.values.length - 1,
      step: 1,
      ...OWN_KEYS,
      'aria-label': withSpaces(control.label),
    });
    this.output = element('output');
    this.input.addEventListener('input', () => this.moved());
    this.root.append(this.input, this.output);
  }

  get index() {
    return +this.input.value;
  }

  get value() {
    return this.exact ?? this.values[this.index];
  }

  set value(value) {
    const index = this.nearest(value);
    this.exact = this.values[index] === value ? null : value;
    this.input.value = index;
    this.say();
  }

  nearest(value) {
    const away = index => Math.abs(this.values[index] - value);
    return this.values.reduce((best, _, index) => away(index) < away(best) ? index : best, 0);
  }

  neighbours() {
    return [1, -1, 2, -2, 3, -3]
      .map(by => this.index + by)
      .filter(index => index >= 0 && index < this.values.length)
      .map(index => this.values[index]);
  }

  /** Move by some steps. Returns false at the end, where there is no further step. */
  step(by) {
    const index = within(0, this.index + by, this.values.length - 1);
    if (index === this.index) return false;
    this.input.value = index;
    this.moved();
    return true;
  }

  moved() {
    this.exact = null;
    this.say();
    this.changed();
  }

  /** Write the value beside the slider, and for screen readers. */
  say() {
    this.output.textContent = formatted(this.value);
    this.input.setAttribute('aria-valuetext', this.output.textContent);
  }
}

export class Choice {
  constructor(control, changed) {
    this.options = control.options;
    this.root = labelled(control);
    this.input = element('select', {...OWN_KEYS, 'aria-label': withSpaces(control.label)});
    for (const option of this.options) {
      this.input.append(element('option', {value: option}, withSpaces(option)));
    }
    this.input.addEventListener('change', changed);
    this.root.append(this.input);
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    this.input.value = value;
  }

  neighbours() {
    return this.options.filter(option => option !== this.value);
  }
}

export class Toggle {
  constructor(control, changed) {
    this.root = element('label');
    this.input = element('input', {type: 'checkbox', ...OWN_KEYS});
    this.input.addEventListener('change', changed);
    this.root.append(this.input, withSpaces(control.label));
  }

  get value() {
    return this.input.checked;
  }

  set value(value) {
    this.input.checked = value;
  }

  neighbours() {
    return [!this.value];
  }
}

/** A line of text. While the reader types in it, nobody else sets it. */
export class TextLine {
  constructor(control, changed) {
    this.root = labelled(control);
    this.input = element('input', {
      type: 'text',
      maxlength: control.longest,
      spellcheck: 'false',
      ...OWN_KEYS,
    });
    this.input.addEventListener('input', changed);
    this.root.append(this.input);
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    if (document.activeElement !== this.input) this.input.value = value;
  }

  neighbours() {
    return [];
  }
}
