import { existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { writeFault } from '#files/systemErrors.ts';
import { isLocked } from '../../store/lock.ts';

/** How often a run looks whether it is asked to pause; between two chunks there is more time than that. */
const lookMs = 500;

/** A mark beside the job, of no content: Windows has no signal by which one program could ask another. */
function markPath(jobPath: string): string {
  const path = resolve(jobPath);
  return `${existsSync(path) ? realpathSync(path) : path}-pause`;
}

/**
 * Asks the process that runs the job, whichever it is, to pause it as Ctrl-C would: chunks under way are still answered.
 * Tells whether any runs it; nothing is left behind where none does. Faults output-unwritable, disk-full.
 */
export function askToPause(jobPath: string): boolean {
  const mark = markPath(jobPath);
  if (!isLocked(jobPath)) return false;
  try {
    writeFileSync(mark, '', { mode: 0o600 });
  } catch (error) {
    throw writeFault(error, { file: basename(jobPath) });
  }
  return true;
}

function taken(mark: string): boolean {
  if (!existsSync(mark)) return false;
  try {
    rmSync(mark, { force: true });
  } catch {
    // Held by a virus scanner for a moment: it was asked all the same.
  }
  return true;
}

export interface PauseListener {
  release(): void;
}

/** Calls `onAsked` when somebody asks for a pause of a job that runs here; what was asked of an earlier run counts no more. */
export function listenForPause(jobPath: string, onAsked: () => void): PauseListener {
  const mark = markPath(jobPath);
  taken(mark);
  const timer = setInterval(() => {
    if (taken(mark)) onAsked();
  }, lookMs);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      taken(mark);
    },
  };
}

/** Resolves when no process runs the job any more. Fault job-busy where one still does after so many milliseconds. */
export async function untilPaused(jobPath: string, patienceMs: number, wait: (ms: number) => Promise<void>): Promise<void> {
  for (let waited = 0; isLocked(jobPath); waited += lookMs) {
    if (waited >= patienceMs) throw new Fault('job-busy', { file: basename(jobPath) });
    await wait(lookMs);
  }
}
