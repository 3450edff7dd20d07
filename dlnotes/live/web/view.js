// The browser's side of an explorer: it shows the picture and its controls, and asks the kernel
// for frames.
import {Conversation} from './conversation.js';
import {Drag} from './drag.js';
import {element} from './elements.js';
import {followPage} from './page.js';
import {Panel} from './panel.js';
import {Pause} from './pause.js';
import {Player} from './player.js';
import {Stage} from './stage.js';
import {Store} from './store.js';
import {unpack} from './unpack.js';

class ExplorerView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.spec = model.get('spec');
    this.store = new Store();
    this.asked = 0;  // counts the reader's actions, in their order
    this.painted = 0;  // the latest action whose frame is shown: no earlier one may cover it
    this.used = undefined;  // the name of the control in use
    this.build();
    this.conversation = new Conversation(
      model,
      (message, buffers, request) => this.answered(message, buffers, request),
      isLong => { this.busy.textContent = isLong ? 'computing \u2026' : ''; },
    );
    this.addControls();
    this.listen();
    this.endFollowing = followPage(root, this.stage);
    this.ask({});
  }

  build() {
    this.root.classList.add('dln');
    const frame = this.root.appendChild(element('div', {class: 'dln-stage'}));
    const add = (parent, attributes) => parent.appendChild(element('div', attributes));
    this.stage = new Stage(this.model, frame);
    this.busy = add(frame, {class: 'dln-busy', role: 'status'});
    this.error = add(this.root, {class: 'dln-error', role: 'alert'});
    this.words = add(this.root, {class: 'dln-words', 'aria-live': 'polite'});
    this.panel = new Panel(this.root);
    this.player = new Player(this);
    this.pause = new Pause(this);
  }

  addControls() {
    for (const control of this.spec.controls) {
      const {kind, name, label} = control;
      if (this.panel.add(control, () => this.moved(name))) continue;
      if (kind === 'button') this.panel.addButton(label, () => this.press(name));
      else if (kind === 'play') this.player.add(control);
      else if (kind === 'drag') new Drag(this, control);
    }
    if (this.panel.canReset) this.panel.addButton('reset', () => this.reset());
  }

  /** Follow what the kernel changes: the scene, a frame that nobody asked for, the view's end. */
  listen() {
    this.onScene = () => this.store.clear();
    this.onShown = () => {
      const frame = this.model.get('shown');
      this.root.hidden = this.model.get('folded');
      if (frame.slots) this.paint({...frame});
    };
    this.model.on('change:scene', this.onScene);
    this.model.on('change:shown change:folded', this.onShown);
    this.onShown();
  }

  get isConnected() {
    return this.root.isConnected;
  }

  ask(request) {
    this.conversation.ask({order: ++this.asked, merge: 'move', ...request});
  }

  /**
   * Ask for what the kernel works out from the values that it has: for a press or a drag.
   *
   * After an error the kernel has other values than the controls show, so they go along.
   */
  act(request) {
    this.ask(this.error.textContent ? {...request, values: this.panel.values} : request);
  }

  press(name) {
    this.act({press: name, merge: `press ${this.asked}`});  // no press replaces another
  }

  reset() {
    this.player.stop();
    this.panel.reset();
    this.moved(null);
  }

  /**
   * Show what a control was moved to: at once where the frame is kept, else ask for it.
   *
   * name: of the control; null for all of them. While a press or a drag is under way only the
   * moved control's value is sent: the others do not show yet what it does to them.
   */
  moved(name) {
    this.used = name ?? this.used;
    const values = this.panel.values;
    const isAlone = name && this.conversation.isActing && !this.error.textContent;
    const kept = this.panel.isCountable && !isAlone && this.store.get(values);
    this.error.textContent = '';
    if (kept) {
      this.ask({values, have: true});
      this.painted = this.asked;
      this.paint(kept);
    } else if (isAlone) {
      this.ask({values: {[name]: values[name]}, merge: `move ${name}`});
    } else {
      this.ask({values});
    }
    this.pause.begin();
  }

  /** Take a message of the kernel: a frame, an error in words, or only that it has understood. */
  answered(message, [points, images] = [], request) {
    if (message.error) {
      if (!message.keep) this.error.textContent = message.error;
      return;
    }
    if (message.slots) {
      const {scene, slots, text} = message;
      const frame = {scene, slots, points, images, text};
      if (this.panel.isCountable) this.store.put(message.values, frame);
      if (!message.keep) this.showNext(frame, message.values, request);
    }
    this.pause.begin();
  }

  /** Show a frame, unless one of a later action is shown already. */
  showNext(frame, values, request) {
    const order = request ? request.order : this.asked;  // what nobody asked for is always new
    if (order < this.painted) return;
    this.painted = order;
    if (this.conversation.isIdle) this.panel.adopt(values);  // else the reader has moved on
    this.error.textContent = '';
    this.paint(frame);
  }

  paint(frame) {
    frame.changes ??= unpack(frame.slots, frame.points, frame.images);
    this.stage.show(frame.scene, frame.changes);
    this.text = frame.text;
  }

  end() {
    this.conversation.end();
    this.model.off('change:scene', this.onScene);
    this.model.off('change:shown change:folded', this.onShown);
    this.endFollowing();
    this.player.end();
    this.pause.end();
  }
}

export default {
  render({model, el}) {
    const view = new ExplorerView(model, el);
    return () => view.end();
  },
};
