// The pauses in which the reader asks for nothing: time for words, and for frames ahead.

const QUICK_MS = 400;  // a request sooner than that ago: the reader may still be moving a control
const IDLE_MS = 120;  // to wait then, until a pause is one

export class Pause {
  constructor(view) {
    this.view = view;
  }

  /** Say the picture in words and ask for one frame ahead, as soon as there is a pause. */
  begin() {
    const {conversation} = this.view;
    const sinceRequest = performance.now() - (conversation.openedAt || 0);
    this.end();
    this.timer = setTimeout(() => {
      if (!conversation.isIdle || !this.view.isConnected) return;
      this.say();
      const values = this.valuesAhead();
      if (values) conversation.ask({values, keep: true});
    }, sinceRequest < QUICK_MS ? IDLE_MS : 0);
  }

  /** Describe the picture to screen readers. The first description is not read out loud. */
  say() {
    const {text, words, stage, spec} = this.view;
    if (!text || text === this.said) return;
    if (this.said) words.textContent = text;
    this.said = text;
    stage.canvas.setAttribute('aria-label', `${spec.title}: ${text}`);
  }

  /** Return values beside the present ones whose frame is not kept yet, if there are any. */
  valuesAhead() {
    const {panel, player, store, used} = this.view;
    const control = panel.isCountable && panel.control(used);
    if (!control || player.isPlaying) return null;
    const now = panel.values;
    const beside = control.neighbours().map(value => ({...now, [used]: value}));
    return beside.find(values => !store.get(values));
  }

  end() {
    clearTimeout(this.timer);
  }
}
