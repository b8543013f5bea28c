import { m } from '#messages';
import { explain } from '#contract/sentences.ts';
import { elsewhereFault } from '#engine/jobs/place.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { say, type Output } from './output.ts';

/** Where nothing is sent, and so nothing refused: that the file is a copy, an older state, or was repaired into another one. */
export function sayElsewhere(output: Output, file: JobFile): void {
  const job = file.job.read();
  const fault = job === null ? null : elsewhereFault(file, job);
  if (fault !== null) say(output, m.cli_note_elsewhere({ text: explain(fault.data).what }));
}
