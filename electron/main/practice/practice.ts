import { Fault } from '#contract/faults.ts';

/** What the practice server says once it listens. */
export interface PracticeAddress {
  readonly url: string;
  readonly token: string;
}

/** The practice server's process as main holds it. */
export interface PracticeChild {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}

export interface Practice {
  /** Starts it, or gives the address of the one that runs. Fault engine-stopped when its process ends before it listens. */
  start(): Promise<PracticeAddress>;
  stop(): void;
}

function readAddress(message: unknown): PracticeAddress | null {
  if (typeof message !== 'object' || message === null || !('url' in message) || !('token' in message)) return null;
  const { url, token } = message;
  return typeof url === 'string' && typeof token === 'string' ? { url, token } : null;
}

/** At most one practice server, alive until the program ends: its population and journal live in its memory. */
export function createPractice(fork: () => PracticeChild): Practice {
  let running: { readonly child: PracticeChild; readonly address: Promise<PracticeAddress> } | null = null;

  function begin(): { readonly child: PracticeChild; readonly address: Promise<PracticeAddress> } {
    const child = fork();
    const address = new Promise<PracticeAddress>((resolve, reject) => {
      child.onMessage((message) => {
        const read = readAddress(message);
        if (read !== null) resolve(read);
      });
      child.onExit(() => {
        if (running?.child === child) running = null;
        reject(new Fault('engine-stopped'));
      });
    });
    return { child, address };
  }

  return {
    start() {
      running ??= begin();
      return running.address;
    },
    stop: () => running?.child.kill(),
  };
}
