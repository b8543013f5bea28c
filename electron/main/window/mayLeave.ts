/** How long the engine may take to say what runs; it answers in milliseconds unless it hangs. */
const patienceMs = 2_000;

/** pause: pause the jobs and end. background: the window goes, the jobs go on. */
export type LeaveAnswer = 'pause' | 'background' | 'stay';

export interface LeaveParts {
  /** How many jobs run. */
  readonly running: () => Promise<number>;
  /** Asks the operator. */
  readonly ask: (jobs: number) => Promise<LeaveAnswer>;
  /** The jobs go on without the window. */
  readonly goOn: () => void;
  /** The system itself ends the program: nobody is there to answer. */
  readonly isForced: () => boolean;
}

/** Whether the program may end now: at once where no job runs, else when the operator says so. */
export async function mayLeave({ running, ask, goOn, isForced }: LeaveParts): Promise<boolean> {
  if (isForced()) return true;
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<number>((resolve) => (timer = setTimeout(resolve, patienceMs, 0)));
  const jobs = await Promise.race([running().catch(() => 0), silence]);
  clearTimeout(timer);
  if (jobs === 0) return true;
  const answer = await ask(jobs);
  if (answer === 'background') goOn();
  return answer === 'pause';
}
