// The kernel behind a picture, as far as the page knows: whether it is there, and since when it is
// running a cell. Front ends that do not tell are taken for ones whose kernel is there.

const GONE = ['restarting', 'autorestarting', 'terminating', 'dead'];

export class Kernel {
  /** changed(): is called when the kernel has gone, and when its connection breaks or is back. */
  constructor(model, changed) {
    this.connection = model.widget_manager?.kernel;
    this.changed = changed;
    this.isGone = false;
    this.running = null;  // since when a cell runs
    this.onStatus = (_, status) => { if (GONE.includes(status)) this.lose(); };
    this.onDisposed = () => this.lose();
    this.onConnection = () => this.changed();
    this.onMessage = (_, message) => this.hear(message);
    this.signals('connect');
  }

  /** Connect or disconnect what listens to the kernel. */
  signals(verb) {
    this.connection?.statusChanged?.[verb](this.onStatus);
    this.connection?.disposed?.[verb](this.onDisposed);
    this.connection?.connectionStatusChanged?.[verb](this.onConnection);
    this.connection?.iopubMessage?.[verb](this.onMessage);
  }

  /** Why nobody can answer at the moment, in words; none where somebody can. */
  get trouble() {
    if (this.isGone) return 'This picture\u2019s kernel is gone. Run the cell again.';
    const isConnected = (this.connection?.connectionStatus ?? 'connected') === 'connected';
    return isConnected ? '' : 'The connection to this picture\u2019s kernel is broken.';
  }

  lose() {
    if (this.isGone) return;
    this.isGone = true;  // a kernel that was started anew does not know this picture
    this.changed();
  }

  /** Note from when to when a cell runs. */
  hear({header, parent_header: parent, content}) {
    if (header.msg_type !== 'status' || parent.msg_type !== 'execute_request') return;
    this.running = content.execution_state === 'busy' ? new Date() : null;
  }

  /**
   * Say why an answer takes long: a cell runs, or the picture is being computed.
   *
   * A kernel with subshells answers beside a running cell.
   */
  get why() {
    if (!this.running || this.connection.supportsSubshells) return 'computing \u2026';
    return `the kernel is busy with a cell since ${this.running.toLocaleTimeString()}`;
  }

  end() {
    this.signals('disconnect');
  }
}
