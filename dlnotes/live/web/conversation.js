// The conversation with the kernel: never more than one request is open.
//
// A request is what dlnotes/live/view.py answers, with two words for the browser's own use:
//   order   the number of the reader's action that it comes from; requests for later have none
//   merge   while requests wait, a new one replaces the last one if both have the same `merge`, and
//           asks for the values of both
// Other views of the same explorer hear the answers, too, so that each view has a name of its own.

const PATIENCE_MS = 600;  // after which the reader is told that the kernel is computing

export class Conversation {
  /**
   * answered(message, buffers, request): is called with every message; the request is null where
   * none of ours was open that it answers. waiting(isLong): is called when an answer takes long,
   * and when it has come.
   */
  constructor(model, answered, waiting) {
    this.model = model;
    this.answered = answered;
    this.waiting = waiting;
    this.view = Math.random().toString(36).slice(2);
    this.number = 0;
    this.open = null;
    this.queue = [];
    this.listener = (message, buffers) => this.receive(message, buffers);
    model.on('msg:custom', this.listener);
  }

  /** Send a request now, or as soon as the open one and those in the queue are answered. */
  ask(request) {
    if (this.open) {
      const last = this.queue.at(-1)?.merge === request.merge ? this.queue.pop() : {};
      this.queue.push({...request, values: {...last.values, ...request.values}});
      return;
    }
    this.open = {ask: ++this.number, view: this.view, ...request};
    this.openedAt = performance.now();
    if (!request.keep) this.patience = setTimeout(() => this.waiting(true), PATIENCE_MS);
    this.model.send(this.open);
  }

  receive(message, buffers) {
    const isOurs = message.view === this.view && message.answer === this.open?.ask;
    const request = isOurs ? this.open : null;
    if (request) {
      this.open = null;
      clearTimeout(this.patience);
      this.waiting(false);
      const next = this.queue.shift();
      if (next) this.ask(next);  // before painting: the kernel works while we do
    }
    this.answered(message, buffers, request);
  }

  /** Whether a press or a drag is under way, whose outcome the controls do not show yet. */
  get isActing() {
    return [this.open, ...this.queue].some(request => request?.drag || request?.press);
  }

  get isIdle() {
    return !this.open && !this.queue.length;
  }

  /** Whether nothing that the reader did is under way; frames may be asked for ahead. */
  get isSettled() {
    return [this.open, ...this.queue].every(request => !request || request.keep);
  }

  /** Forget what is asked: nobody will answer. */
  giveUp() {
    clearTimeout(this.patience);
    this.open = null;
    this.queue = [];
    this.waiting(false);
  }

  end() {
    clearTimeout(this.patience);
    this.model.off('msg:custom', this.listener);
  }
}
