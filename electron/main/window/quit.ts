interface Preventable {
  preventDefault(): void;
}

/**
 * Quitting in two steps: the first request is held back until running jobs have been paused and files closed,
 * then the program ends. Asked again meanwhile, it keeps waiting: `stop` has a bound of its own.
 */
export function createQuit(stop: () => Promise<void>, exit: () => void): (event: Preventable) => void {
  let step: 'running' | 'stopping' | 'stopped' = 'running';
  return (event) => {
    if (step === 'stopped') return;
    event.preventDefault();
    if (step === 'stopping') return;
    step = 'stopping';
    const leave = (): void => {
      step = 'stopped';
      exit();
    };
    // Also after a failed stop: what was recorded is safe, and a program that cannot be quit is worse.
    stop().then(leave, leave);
  };
}
