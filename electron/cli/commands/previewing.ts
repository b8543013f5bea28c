import { m } from '#messages';
import { Fault } from '#contract/faults.ts';
import { mustTakeCorrections } from '#engine/jobs/mending/mending.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { lockJob } from '#engine/store/lock.ts';
import type { CommandContext } from '../context.ts';
import { say } from '../output.ts';

/** Before corrections are previewed: faults as mustTakeCorrections; of a job that another process runs it is said that none can be made now. `adopt`: see mustBeHere. */
export function beginPreview({ output }: CommandContext, file: JobFile, adopt: boolean): void {
  mustTakeCorrections(file, { adopt });
  if (file.job.state() === 'running' && isHeld(file.path)) say(output, m.cli_preview_running());
}

function isHeld(path: string): boolean {
  try {
    lockJob(path, 0).release();
    return false;
  } catch (error) {
    return error instanceof Fault && error.code === 'job-busy';
  }
}
