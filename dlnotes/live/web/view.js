// The browser's side of an explorer: it shows the picture and its controls, and asks the kernel
// for frames.
import {Conversation} from './conversation.js';
import {Drag} from './drag.js';
import {element} from './elements.js';
import {Kernel} from './kernel.js';
import {followPage} from './page.js';
import {Panel} from './panel.js';
import {Pause} from './pause.js';
import {Player} from './player.js';
import {Stage} from './stage.js';
import {Stills} from './stills.js';
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
    this.refused = {};  // values that the controls show and the kernel did not take
    this.shown = '';  // the values of the picture on the screen, in JSON
    this.build();
    this.kernel = new Kernel(model, () => this.tellOfKernel());
    this.conversation = new Conversation(
      model,
      (message, buffers, request) => this.answered(message, buffers, request),
      isLong => { this.busy.textContent = isLong ? this.kernel.why : ''; },
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

  /** Say under the picture that nobody can answer, where it is so. */
  tellOfKernel() {
    const {isGone, trouble} = this.kernel;
    this.root.querySelector('.dln-lost')?.remove();
    if (trouble) this.error.before(element('div', {class: 'dln-lost', role: 'alert'}, trouble));
    this.panel.root.inert = isGone;
    if (!isGone) return;
    this.player.stop();
    this.conversation.giveUp();
  }

  ask(request) {
    if (this.kernel.isGone) return;
    this.conversation.ask({order: ++this.asked, merge: 'move', ...request});
  }

  /** Ask for what the kernel works out from the values that it has: for a press or a drag. */
  act(request) {
    this.ask({...request, values: this.refused});
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
   * name: of the control; null for all of them. The others' values are the kernel's own, and other
   * hands may be moving them: only what the kernel did not take before goes along.
   */
  moved(name) {
    this.used = name ?? this.used;
    const all = this.panel.values;
    const values = name ? {...this.refused, [name]: all[name]} : all;
    const canKeep = this.panel.isCountable && !this.conversation.isActing;
    const kept = canKeep && this.store.get(all);
    this.error.textContent = '';
    this.ask(kept ? {values, have: true} : {values});
    if (kept) {
      this.painted = this.asked;
      this.show(kept, all);
    }
    this.pause.begin();
  }

  /** Take a message of the kernel: a frame, an error in words, or the values that it has. */
  answered(message, [points, images] = [], request) {
    if (message.error) {
      if (request && !message.keep) this.refuse(message.error, request);
      return;
    }
    if (message.slots) {
      const {scene, slots, text} = message;
      const frame = {scene, slots, points, images, text};
      if (this.panel.isCountable) this.store.put(message.values, frame);
      if (!message.keep) this.showNext(frame, message.values, request);
    } else if (this.conversation.isSettled && JSON.stringify(message.values) !== this.shown) {
      this.ask({});  // another view, or a cell, has moved something meanwhile
    }
    this.pause.begin();
  }

  refuse(words, request) {
    this.error.textContent = words;
    this.refused = {...this.refused, ...request.values};
  }

  /** Show a frame, unless one of a later action is shown already. */
  showNext(frame, values, request) {
    const order = request ? request.order : this.asked;  // what nobody asked for is always new
    if (order < this.painted) return;
    this.painted = order;
    if (this.conversation.isSettled) {  // else the reader has moved on
      this.panel.adopt(values, request);
      this.refused = {};
    }
    this.error.textContent = '';
    this.show(frame, values);
  }

  show(frame, values) {
    this.shown = JSON.stringify(values);
    this.paint(frame);
  }

  paint(frame) {
    frame.changes ??= unpack(frame.slots, frame.points, frame.images);
    this.stage.show(frame.scene, frame.changes);
    this.text = frame.text;
  }

  end() {
    this.conversation.end();
    this.kernel.end();
    this.model.off('change:scene', this.onScene);
    this.model.off('change:shown change:folded', this.onShown);
    this.endFollowing();
    this.player.end();
    this.pause.end();
  }
}

export default {
  initialize({model}) {
    const stills = new Stills(model.get('spec').mark, root => {
      const view = new ExplorerView(model, root);
      return () => view.end();
    });
    return () => stills.end();
  },
};
