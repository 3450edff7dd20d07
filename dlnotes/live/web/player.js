// The play buttons of a view: one slider moves by itself at a time.
import {withSpaces} from './elements.js';

const SHORTEST_MS = 30;  // between two steps

export class Player {
  constructor(view) {
    this.view = view;
    this.timer = null;
    this.stop = () => {};  // stops what plays, and gives its button the old label back
  }

  get isPlaying() {
    return this.timer !== null;
  }

  add(control) {
    const stop = () => {
      this.end();
      button.textContent = withSpaces(control.label);
    };
    const button = this.view.panel.addButton(control.label, () => {
      if (this.isPlaying) {
        stop();
        return;
      }
      button.textContent = 'stop';
      this.stop = stop;
      this.start(control);
    });
  }

  /** Move a slider to its end, from where it is, or from its start where it is at the end. */
  start(control) {
    const slider = this.view.panel.control(control.slider);
    if (slider.value === slider.values.at(-1)) {
      slider.value = slider.values[0];
      this.view.moved(control.slider);
    }
    const period = 1000 * control.seconds / slider.values.length;
    let shown = performance.now();
    this.timer = setInterval(() => {
      if (!this.view.isConnected) this.stop();
      if (!this.view.conversation.isIdle) return;
      const now = performance.now();
      const steps = Math.max(1, Math.round((now - shown) / period));  // frames may take longer
      shown = now;
      if (!slider.step(steps)) this.stop();
    }, Math.max(SHORTEST_MS, period));
  }

  end() {
    clearInterval(this.timer);
    this.timer = null;
  }
}
