// The conversation with the kernel: never more than one request is open.
//
// A request is what dlnotes/live/view.py answers, with two words for the browser's own use:
//   order   the number of the reader's action that it comes from; requests for later have none
//   merge   while requests wait, a new one replaces the last one if both have the same `merge`

const PATIENCE_MS = 600;  // after which the reader is told that the kernel is computing

export class Conversation {
  /**
   * answered(message, buffers, request): is called with every message; the request is null where
   * none was open that it answers. waiting(isLong): is called when an answer takes long, and ends.
   */
  constructor(model, answered, waiting) {
    this.model = model;
    this.answered = answered;
    this.waiting = waiting;
    this.number = 0;
    this.open = null;
    this.queue = [];
    this.listener = (message, buffers) => this.receive(message, buffers);
    model.on('msg:custom', this.listener);
  }

  /** Send a request now, or as soon as the open one and those in the queue are answered. */
  ask(request) {
    if (this.open) {
      if (this.queue.at(-1)?.merge === request.merge) this.queue.pop();
      this.queue.push(request);
      return;
    }
    this.open = {ask: ++this.number, ...request};
    this.openedAt = performance.now();
    if (!request.keep) this.patience = setTimeout(() => this.waiting(true), PATIENCE_MS);
    this.model.send(this.open);
  }

  receive(message, buffers) {
    const request = this.open?.ask === message.answer ? this.open : null;
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

  end() {
    clearTimeout(this.patience);
    this.model.off('msg:custom', this.listener);
  }
}
