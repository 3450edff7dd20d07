// The browser's side of an explorer: paints display lists, shows the controls, and asks the kernel for frames.
const SUBPIXELS = 16, KEPT_FRAMES = 400, IDLE_MS = 120, PATIENCE_MS = 600;

// ---------------------------------------------------------------- painting

/** The slots of a message, each with its own part of the points and images. */
function unpack(slots, points, images) {
  const xy = new Int16Array(points.buffer.slice(points.byteOffset, points.byteOffset + points.byteLength));
  let at = 0, byte = 0;
  const found = new Map();
  for (const [slot, ops] of slots) {
    const list = [];
    for (const op of ops) {
      if (op[0] === 'i') {
        const size = 4 * op[1] * op[2];
        const rgba = new Uint8ClampedArray(images.buffer.slice(images.byteOffset + byte, images.byteOffset + byte + size));
        list.push({op, bitmap: bitmapOf(rgba, op[1], op[2])});
        byte += size;
      } else {
        const count = op[0] === 'p' ? op[3] : op[0] === 'm' ? op[3] + op[4] : 0;
        list.push({op, xy: xy.subarray(2 * at, 2 * (at + count))});
        at += count;
      }
    }
    found.set(slot, list);
  }
  return found;
}

function bitmapOf(rgba, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

const PIECES = {M: [1, 'moveTo'], L: [1, 'lineTo'], Q: [2, 'quadraticCurveTo'], C: [3, 'bezierCurveTo']};

function trace(ctx, letters, xy, count, dx, dy) {
  const v = i => xy[i] / SUBPIXELS + (i % 2 ? dy : dx);
  if (!letters) {
    for (let i = 0; i < count; i++) i ? ctx.lineTo(v(2 * i), v(2 * i + 1)) : ctx.moveTo(v(0), v(1));
    return;
  }
  let i = 0;
  for (const letter of letters) {
    if (letter === 'Z') { ctx.closePath(); continue; }
    const [n, name] = PIECES[letter], numbers = [];
    for (let k = 0; k < 2 * n; k++) numbers.push(v(i++));
    ctx[name](...numbers);
  }
}

function clipTo(ctx, box) {
  if (!box) return;
  ctx.beginPath();
  ctx.rect(...box);
  ctx.clip();
}

function ink(ctx, style, themed) {
  const [stroke, width, fill, dashes, cap, join] = style;
  if (fill) { ctx.fillStyle = themed(fill); ctx.fill(); }
  if (stroke) {
    ctx.strokeStyle = themed(stroke);
    ctx.lineWidth = width;
    ctx.lineCap = cap === 'projecting' ? 'square' : cap;
    ctx.lineJoin = join;
    ctx.setLineDash(dashes || []);
    ctx.stroke();
  }
}

const FONTS = ['"DejaVu Sans", "Bitstream Vera Sans", Verdana, sans-serif', '"DejaVu Sans Mono", Menlo, Consolas, monospace'];

function paintOne(ctx, {op, xy, bitmap}, themed) {
  const kind = op[0];
  ctx.save();
  if (kind === 'p') {
    clipTo(ctx, op[1][6]);
    ctx.beginPath();
    trace(ctx, op[2], xy, op[3], 0, 0);
    ink(ctx, op[1], themed);
  } else if (kind === 'm') {
    clipTo(ctx, op[1][6]);
    for (let i = 0; i < op[4]; i++) {
      const at = 2 * (op[3] + i);
      ctx.beginPath();
      trace(ctx, op[2], xy, op[3], xy[at] / SUBPIXELS, xy[at + 1] / SUBPIXELS);
      ink(ctx, op[1], themed);
    }
  } else if (kind === 't') {
    const [, text, x, y, angle, width, colour, size, bold, italic, mono] = op;
    ctx.font = `${italic ? 'italic ' : ''}${bold ? 'bold ' : ''}${size}px ${FONTS[mono]}`;
    ctx.fillStyle = themed(colour);
    ctx.translate(x, y);
    ctx.rotate(-angle * Math.PI / 180);
    const measured = ctx.measureText(text).width;
    if (measured) ctx.scale(width / measured, 1);  // as wide as Matplotlib laid it out, whatever the font
    ctx.fillText(text, 0, 0);
  } else {
    clipTo(ctx, op[5]);
    ctx.globalAlpha = op[4];
    ctx.imageSmoothingEnabled = false;
    ctx.transform(...op[3]);
    ctx.drawImage(bitmap, 0, 0, 1, 1);
  }
  ctx.restore();
}

// ---------------------------------------------------------------- light and dark

function isDark(element) {
  const flag = document.body.dataset.jpThemeLight;
  if (flag) return flag === 'false';
  for (let node = element; node; node = node.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
    if (a > 0.5) return 0.3 * r + 0.6 * g + 0.1 * b < 110;
  }
  return false;
}

/** A colour of the house as it is on this page; any other stays what it is. */
function theming(dark, colours) {
  return colour => (dark && colours[colour.slice(0, 7)] || colour.slice(0, 7)) + colour.slice(7);
}

// ---------------------------------------------------------------- the stage: one canvas

class Stage {
  constructor(model, root) {
    this.model = model;
    this.spec = model.get('spec');
    this.canvas = root.appendChild(document.createElement('canvas'));
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', this.spec.title);
    this.changes = new Map();
    this.readScene();
  }

  readScene() {
    const scene = this.model.get('scene');
    this.version = scene.version;
    this.slots = unpack(scene.slots, scene.points, scene.images);
    this.changes = new Map();
    this.still = null;
  }

  resize(available) {
    const {width, height} = this.spec;
    const wide = Math.min(width, available || width);
    this.scale = wide / width;
    this.canvas.style.width = `${wide}px`;
    this.canvas.style.height = `${height * this.scale}px`;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(wide * ratio);
    this.canvas.height = Math.round(height * this.scale * ratio);
    this.still = null;
    this.paint();
  }

  retheme() {
    const dark = isDark(this.canvas);
    if (dark === this.dark) return;
    this.dark = dark;
    this.themed = theming(dark, this.spec.dark);
    this.still = null;
    this.paint();
  }

  /** Paint a frame. A new scene is taken up with the first frame of it: it may have come with one that is only kept. */
  show(version, changes) {
    if (version !== this.version && version === this.model.get('scene').version) this.readScene();
    if (version !== this.version) return;
    this.changes = changes;
    this.paint();
  }

  /** Runs of slots that stand still are painted once and kept; what moves is painted between them. */
  layers() {
    const layers = [];
    for (const [slot, list] of this.slots) {
      if (this.changes.has(slot)) layers.push({slot});
      else if (layers.length && layers.at(-1).lists) layers.at(-1).lists.push(list);
      else layers.push({lists: [list]});
    }
    for (const layer of layers) {
      if (!layer.lists) continue;
      layer.bitmap = document.createElement('canvas');
      layer.bitmap.width = this.canvas.width;
      layer.bitmap.height = this.canvas.height;
      const ctx = this.context(layer.bitmap);
      for (const list of layer.lists) for (const one of list) paintOne(ctx, one, this.themed);
    }
    return layers;
  }

  context(canvas) {
    const ctx = canvas.getContext('2d');
    const scale = this.canvas.width / this.spec.width;
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    return ctx;
  }

  paint() {
    if (!this.themed || !this.canvas.width) return;
    const moving = [...this.changes.keys()].join();
    if (!this.still || this.moving !== moving) { this.still = this.layers(); this.moving = moving; }
    const ctx = this.context(this.canvas);
    for (const {slot, bitmap} of this.still) {
      if (bitmap) {
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.drawImage(bitmap, 0, 0);
        this.context(this.canvas);
      } else for (const one of this.changes.get(slot)) paintOne(ctx, one, this.themed);
    }
  }
}

// ---------------------------------------------------------------- the store: frames by the values they belong to

class Store {
  constructor() { this.frames = new Map(); }
  key(values) { return JSON.stringify(values); }
  get(values) { return this.frames.get(this.key(values)); }
  put(values, frame) {
    this.frames.set(this.key(values), frame);
    if (this.frames.size > KEPT_FRAMES) this.frames.delete(this.frames.keys().next().value);
  }
  clear() { this.frames.clear(); }
}

// ---------------------------------------------------------------- the conversation: never more than one question open

class Talk {
  constructor(model, hear) {
    this.model = model;
    this.hear = hear;
    this.late = () => {};
    this.number = 0;
    this.open = null;
    this.waiting = [];
    this.listen = (message, buffers) => this.heard(message, buffers);
    model.on('msg:custom', this.listen);
  }

  /** Ask now, or as soon as the open question and those waiting are answered; of one kind only the last one waits. */
  ask(question) {
    if (this.open) {
      if (this.waiting.at(-1)?.kind === question.kind) this.waiting.pop();
      this.waiting.push(question);
      return;
    }
    this.open = {ask: ++this.number, ...question};
    this.openedAt = performance.now();
    if (!question.keep) this.watch = setTimeout(() => this.late(true), PATIENCE_MS);
    this.model.send(this.open);
  }

  heard(message, buffers) {
    const question = this.open?.ask === message.answer ? this.open : {wish: Infinity};
    if (question === this.open) {
      this.open = null;
      clearTimeout(this.watch);
      this.late(false);
      const next = this.waiting.shift();
      if (next) this.ask(next);  // before painting: the kernel works while we do
    }
    this.hear(message, buffers, question);
  }

  /** Whether a press or a drag is under way, whose outcome the controls do not show yet. */
  get acting() { return [this.open, ...this.waiting].some(question => question?.drag || question?.press); }
  get idle() { return !this.open && !this.waiting.length; }
  end() { clearTimeout(this.watch); this.model.off('msg:custom', this.listen); }
}

// ---------------------------------------------------------------- controls

const element = (tag, attributes = {}, text = '') => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
};
const inMath = label => label.replace(/_/g, ' ');
const shown = value => String(Math.abs(value) >= 10000 ? value.toLocaleString('en')
  : Math.abs(value) < 0.01 ? +value.toPrecision(3) : +value.toFixed(4)).replace('-', '\u2212');
const KEYS = {'data-lm-suppress-shortcuts': 'true'};  // JupyterLab must leave the arrow keys to the input itself

/** Each gives {root, get value, set value}, and calls changed() when the reader moves it. */
const MAKE = {
  slider(control, changed) {
    const root = element('label', {}, inMath(control.label));
    const input = element('input', {type: 'range', min: 0, max: control.values.length - 1, step: 1, ...KEYS,
                                    'aria-label': inMath(control.label)});
    const number = element('output');
    const nearest = value => control.values.reduce((best, v, i) =>
      Math.abs(v - value) < Math.abs(control.values[best] - value) ? i : best, 0);
    const say = () => {
      number.textContent = shown(exact ?? control.values[input.value]);
      input.setAttribute('aria-valuetext', number.textContent);
    };
    let exact = null;
    input.addEventListener('input', () => { exact = null; say(); changed(); });
    root.append(input, number);
    return {root, input,
      get value() { return exact ?? control.values[+input.value]; },
      set value(v) { const i = nearest(v); exact = control.values[i] === v ? null : v; input.value = i; say(); },
      near() {
        const i = +input.value;
        return [i + 1, i - 1, i + 2, i - 2, i + 3, i - 3].filter(j => j >= 0 && j < control.values.length).map(j => control.values[j]);
      },
      step(by) {
        const i = Math.max(0, Math.min(control.values.length - 1, +input.value + by));
        if (i === +input.value) return false;
        input.value = i; exact = null; say(); changed();
        return true;
      }};
  },

  choice(control, changed) {
    const root = element('label', {}, inMath(control.label));
    const input = element('select', {...KEYS, 'aria-label': inMath(control.label)});
    for (const option of control.options) input.append(element('option', {value: option}, inMath(option)));
    input.addEventListener('change', changed);
    root.append(input);
    return {root, input, get value() { return input.value; }, set value(v) { input.value = v; },
      near() { return control.options.filter(o => o !== input.value); }};
  },

  toggle(control, changed) {
    const root = element('label');
    const input = element('input', {type: 'checkbox', ...KEYS});
    input.addEventListener('change', changed);
    root.append(input, inMath(control.label));
    return {root, input, get value() { return input.checked; }, set value(v) { input.checked = v; },
      near() { return [!input.checked]; }};
  },

  text(control, changed) {
    const root = element('label', {}, inMath(control.label));
    const input = element('input', {type: 'text', maxlength: control.longest, spellcheck: 'false', ...KEYS});
    input.addEventListener('input', changed);
    root.append(input);
    return {root, input, get value() { return input.value; }, near() { return []; },
      set value(v) { if (document.activeElement !== input) input.value = v; }};
  },

  pad(control, changed) {
    const {rows, columns, pen: wide} = control, ink = new Float32Array(rows * columns);
    const step = Math.max(1, Math.round(columns / 28));  // of the arrow keys
    const root = element('div', {class: 'dln-pad'});
    const canvas = element('canvas', {width: columns, height: rows, tabindex: 0, role: 'application', ...KEYS,
      'aria-label': `${inMath(control.label)}: draw with the mouse or a finger; with the keyboard, arrows move the pen, ` +
                    'the space bar lowers and lifts it, Delete clears'});
    const HINT = 'draw here (keys: arrows, space, Delete)';
    const hint = element('div', {'aria-live': 'polite'}, HINT);
    const clear = element('button', {type: 'button'}, 'clear');
    root.append(element('div', {}, inMath(control.label)), canvas, hint, clear);
    const ctx = canvas.getContext('2d');
    let last = null, down = false, pen = [columns / 2, rows / 2], keyboard = false;

    const refresh = () => {
      const rgba = ctx.createImageData(columns, rows);
      for (let i = 0; i < ink.length; i++) rgba.data.set([27, 31, 36].map(v => 255 + (v - 255) * ink[i]).concat(255), 4 * i);
      ctx.putImageData(rgba, 0, 0);
      if (keyboard) { ctx.fillStyle = down ? '#c8452a' : '#0072b2'; ctx.fillRect(Math.floor(pen[0]), Math.floor(pen[1]), step, step); }
    };
    const line = (from, to) => {  // every pixel is as dark as it is near to the stroke
      const [x0, y0] = from, dx = to[0] - x0, dy = to[1] - y0, long = dx * dx + dy * dy || 1;
      for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
        const t = Math.max(0, Math.min(1, ((x + 0.5 - x0) * dx + (y + 0.5 - y0) * dy) / long));
        const away = Math.hypot(x + 0.5 - x0 - t * dx, y + 0.5 - y0 - t * dy);
        const i = y * columns + x;
        ink[i] = Math.max(ink[i], Math.max(0, Math.min(1, wide / 2 + 0.7 - away)));
      }
      refresh();
      changed();
    };
    const place = event => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * columns, (event.clientY - box.top) / box.height * rows];
    };
    const lift = () => { down = false; hint.textContent = HINT; };
    const wipe = () => { ink.fill(0); lift(); pen = [columns / 2, rows / 2]; refresh(); changed(); };
    canvas.addEventListener('focus', () => { keyboard = canvas.matches(':focus-visible'); refresh(); });
    canvas.addEventListener('blur', () => { keyboard = false; refresh(); });
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      keyboard = false;
      lift();
      last = place(event);
      line(last, last);
    });
    canvas.addEventListener('pointermove', event => {
      if (!last) return;
      const to = place(event);
      line(last, to);
      last = to;
    });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { last = null; });
    const MOVES = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
    canvas.addEventListener('keydown', event => {
      const move = MOVES[event.key];
      if (move) {
        const to = [Math.max(0.5, Math.min(columns - 0.5, pen[0] + step * move[0])),
                    Math.max(0.5, Math.min(rows - 0.5, pen[1] + step * move[1]))];
        keyboard = true;
        const from = pen;
        pen = to;
        down ? line(from, to) : refresh();
      } else if (event.key === ' ') {
        keyboard = true;
        down = !down;
        hint.textContent = down ? 'the pen is down' : 'the pen is up';
        down ? line(pen, pen) : refresh();
      } else if (event.key === 'Delete' || event.key === 'Backspace') wipe();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    clear.addEventListener('click', wipe);
    refresh();
    return {root, input: canvas, get value() { return Array.from(ink, v => Math.round(255 * v)); }, near() { return []; },
      set value(v) { ink.set(v ? v.map(n => n / 255) : ink.map(() => 0)); refresh(); }};
  },
};

// ---------------------------------------------------------------- one explorer

class ExplorerView {
  constructor(model, el) {
    this.spec = model.get('spec');
    this.el = el;
    el.classList.add('dln');
    const stage = el.appendChild(element('div', {class: 'dln-stage'}));
    this.stage = new Stage(model, stage);
    const busy = stage.appendChild(element('div', {class: 'dln-busy', role: 'status'}));
    this.error = el.appendChild(element('div', {class: 'dln-error', role: 'alert'}));
    this.words = el.appendChild(element('div', {class: 'dln-words', 'aria-live': 'polite'}));
    this.panel = el.appendChild(element('div', {class: 'dln-controls'}));
    this.store = new Store();
    this.model = model;
    this.wishes = 0;  // counts what the reader asked for, so that no late answer covers a newer picture
    this.painted = 0;
    this.talk = new Talk(model, (message, buffers, question) => this.hear(message, buffers, question));
    this.talk.late = late => { busy.textContent = late ? 'computing \u2026' : ''; };
    this.makeControls();
    this.watch();
    this.ask({});
  }

  ask(question) { this.talk.ask({wish: ++this.wishes, kind: 'move', ...question}); }

  /** Ask for what the kernel works out from the values it has: a press, or a drag, which later ones must not replace. */
  act(question) { this.ask(this.error.textContent ? {...question, values: this.values()} : question); }

  makeControls() {
    this.controls = new Map();
    const kindOf = name => this.spec.controls.find(c => c.name === name).kind;
    for (const control of this.spec.controls) {
      if (MAKE[control.kind]) {
        const made = MAKE[control.kind](control, () => this.moved(control.name));
        made.value = control.default;
        this.controls.set(control.name, made);
        this.panel.append(made.root);
      } else if (control.kind === 'button') this.button(inMath(control.label), () => this.act({press: control.name, kind: `press ${this.wishes}`}));
      else if (control.kind === 'play') this.play(control);
      else if (control.kind === 'drag') this.drag(control);
    }
    if ([...this.controls.keys()].some(name => kindOf(name) !== 'pad')) this.button('reset', () => {
      this.stop?.();
      for (const control of this.spec.controls) if (this.controls.has(control.name)) this.controls.get(control.name).value = control.default;
      this.moved(null);
    });
    this.keeps = !this.spec.controls.some(c => c.kind === 'pad' || c.kind === 'text');
  }

  button(label, pressed) {
    const made = this.panel.appendChild(element('button', {type: 'button'}, label));
    made.addEventListener('click', pressed);
    return made;
  }

  values() { return Object.fromEntries([...this.controls].map(([name, control]) => [name, control.value])); }

  /** The reader moved a control: show what is kept at once, else ask. */
  moved(name) {
    this.used = name ?? this.used;
    const values = this.values(), alone = name && this.talk.acting && !this.error.textContent;
    const kept = this.keeps && !alone && this.store.get(values);
    this.error.textContent = '';
    if (kept) {
      this.ask({values, have: true});
      this.painted = this.wishes;
      this.paint(kept);
    } else if (alone) this.ask({values: {[name]: values[name]}, kind: `move ${name}`});
    else this.ask({values});
    this.rest();
  }

  hear(message, [points, images] = [], {wish}) {
    if (message.keep && message.error) return;
    if (message.error) { this.error.textContent = message.error; return; }
    if (message.slots) {
      const frame = {scene: message.scene, slots: message.slots, points, images, text: message.text};
      const waiting = !this.talk.idle;
      if (this.keeps) this.store.put(message.values, frame);
      if (!message.keep && wish >= this.painted) {
        this.painted = Math.min(wish, this.wishes);
        if (!waiting) this.adopt(message.values);
        this.error.textContent = '';
        this.paint(frame);
      }
    }
    this.rest();
  }

  /** The values of the answer become those of the controls, unless the reader has moved on. */
  adopt(values) {
    for (const [name, value] of Object.entries(values)) {
      const control = this.controls.get(name);
      if (control && control.value !== value) control.value = value;
    }
  }

  paint(frame) {
    frame.changes ??= unpack(frame.slots, frame.points, frame.images);
    this.stage.show(frame.scene, frame.changes);
    this.text = frame.text;
  }

  /** While nobody asks: say the picture in words, and fetch the neighbours of the control in use. */
  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!this.talk.idle || !this.el.isConnected) return;
      if (this.text && this.text !== this.said) {
        if (this.said) this.words.textContent = this.text;
        this.said = this.text;
        this.stage.canvas.setAttribute('aria-label', `${this.spec.title}: ${this.text}`);
      }
      const wanted = this.neighbour();
      if (wanted) this.talk.ask({values: wanted, keep: true});
    }, performance.now() - (this.talk.openedAt || 0) < 400 ? IDLE_MS : 0);
  }

  neighbour() {
    const control = this.keeps && this.controls.get(this.used);
    if (!control || this.playing) return null;
    const now = this.values();
    return control.near().map(value => ({...now, [this.used]: value})).find(values => !this.store.get(values));
  }

  play(control) {
    const slider = this.controls.get(control.slider);
    const values = this.spec.controls.find(c => c.name === control.slider).values;
    const stop = () => { clearInterval(this.playing); this.playing = null; button.textContent = inMath(control.label); };
    const button = this.button(inMath(control.label), () => {
      if (this.playing) { stop(); return; }
      if (slider.value === values.at(-1)) { slider.value = values[0]; this.moved(control.slider); }
      button.textContent = 'stop';
      this.stop = stop;
      const ms = 1000 * control.seconds / values.length;
      let shown = performance.now();
      this.playing = setInterval(() => {
        if (!this.el.isConnected) stop();
        if (!this.talk.idle) return;
        const steps = Math.max(1, Math.round((performance.now() - shown) / ms));  // in time, however long a frame takes
        shown = performance.now();
        if (!slider.step(steps)) stop();
      }, Math.max(30, ms));
    });
  }

  drag(control) {
    const canvas = this.stage.canvas, box = this.spec.boxes[control.axes];
    let dragging = false, stroke = 0, began = null;
    canvas.classList.add('dln-drag');
    if (control.x || control.y) {  // else no key would move it: its sliders are the way for the keyboard
      canvas.tabIndex = 0;
      canvas.setAttribute('role', 'application');
      canvas.dataset.lmSuppressShortcuts = 'true';
    }
    const place = event => {
      const on = canvas.getBoundingClientRect();
      return [(event.clientX - on.left) / this.stage.scale, (event.clientY - on.top) / this.stage.scale];
    };
    const inside = ([x, y]) => x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3];
    const ask = event => {
      this.used = null;
      this.act({drag: control.name, at: place(event), began, stroke, kind: `${control.name} ${stroke}`});
    };
    canvas.addEventListener('pointerdown', event => {
      if (!inside(place(event))) return;
      canvas.setPointerCapture(event.pointerId);
      dragging = true;
      stroke = Math.random();
      began = place(event);
      ask(event);
    });
    canvas.addEventListener('pointermove', event => { if (dragging) ask(event); });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { dragging = false; });
    const MOVES = {ArrowLeft: ['x', -1], ArrowRight: ['x', 1], ArrowUp: ['y', 1], ArrowDown: ['y', -1]};
    canvas.addEventListener('keydown', event => {
      const [axis, by] = MOVES[event.key] || [];
      if (!axis || !control[axis]) return;
      this.controls.get(control[axis]).step(by);
      event.preventDefault();
      event.stopImmediatePropagation();  // another drag on this canvas may know the same slider
    });
  }

  watch() {
    this.onScene = () => this.store.clear();
    this.model.on('change:scene', this.onScene);
    this.onShown = () => {
      const frame = this.model.get('shown');
      this.el.hidden = this.model.get('folded');
      if (frame.slots) this.paint({...frame});
    };
    this.model.on('change:shown change:folded', this.onShown);
    this.onShown();
    const fit = () => { this.stage.retheme(); this.stage.resize(this.el.clientWidth); };
    this.sized = new ResizeObserver(() => requestAnimationFrame(fit));
    this.sized.observe(this.el);
    this.themed = new MutationObserver(() => this.stage.retheme());
    this.themed.observe(document.body, {attributes: true, attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name', 'class']});
    fit();
  }

  end() {
    this.talk.end();
    this.model.off('change:scene', this.onScene);
    this.model.off('change:shown change:folded', this.onShown);
    this.sized.disconnect();
    this.themed.disconnect();
    clearInterval(this.playing);
    clearTimeout(this.resting);
  }
}

export default {
  render({model, el}) {
    const view = new ExplorerView(model, el);
    return () => view.end();
  },
};
