/**
 * Ctrl-C, for a command that waits: it is told, and the command ends by itself.
 */

export class StopSignal {
  private wake: (() => void) | null = null;
  private wasSent = false;

  constructor() {
    process.on("SIGINT", this.send);
    process.on("SIGTERM", this.send);
  }

  private readonly send = (): void => {
    this.wasSent = true;
    this.wake?.();
  };

  get isSent(): boolean {
    return this.wasSent;
  }

  /** Resolves after that time, or as soon as the signal comes. */
  async sleep(milliseconds: number): Promise<void> {
    if (this.wasSent) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  /** From now on the signals do again what they did before. */
  dispose(): void {
    process.off("SIGINT", this.send);
    process.off("SIGTERM", this.send);
  }
}
