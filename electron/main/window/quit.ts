interface Preventable {
  preventDefault(): void;
}

export interface QuitParts {
  /** Asks the operator where that is needed; false: the program stays. */
  readonly mayLeave: () => Promise<boolean>;
  /** Pauses jobs and closes files, within a bound of its own. */
  readonly stop: () => Promise<void>;
  /** Asks the system to end the program; comes back as another event. */
  readonly quit: () => void;
  /** Whether the system takes no waiting: it is let go at once, and what was under way is settled at the next start. */
  readonly mustEnd?: () => boolean;
}

export interface Quit {
  /** For the program's `before-quit`. */
  readonly beforeQuit: (event: Preventable) => void;
  /** For the window's `close`: closing the one window is quitting, and it stays until that is agreed to. */
  readonly windowClose: (event: Preventable) => void;
}

/**
 * Quitting in three steps: the first request is held back until the operator has agreed to it and running jobs have been
 * paused and files closed, then the program ends. Asked again meanwhile, it keeps waiting.
 */
export function createQuit({ mayLeave, stop, quit, mustEnd = () => false }: QuitParts): Quit {
  let step: 'running' | 'leaving' | 'stopped' = 'running';
  // Also after a failed question or stop: what was recorded is safe, and a program that cannot be quit is worse.
  async function leave(): Promise<void> {
    if (!(await mayLeave().catch(() => true))) {
      step = 'running';
      return;
    }
    await stop().catch(() => undefined);
    step = 'stopped';
    quit();
  }
  return {
    beforeQuit(event) {
      if (step === 'stopped' || mustEnd()) return;
      event.preventDefault();
      if (step === 'leaving') return;
      step = 'leaving';
      void leave();
    },
    windowClose(event) {
      if (step === 'stopped') return;
      event.preventDefault();
      quit();
    },
  };
}
