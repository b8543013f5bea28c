import { remember, settleHere } from '#engine/jobs/place.ts';
import { openJobFile } from '#engine/store/jobFile.ts';

/** Tests damage copies: what a repair makes of one is at home only once somebody has said so. */
export function takeOver(path: string): void {
  const file = openJobFile(path, { create: false });
  try {
    remember(file.job.read()?.jobId ?? '', file.transaction(() => settleHere(file, 'taken-over', new Date().toISOString(), false)));
  } finally {
    file.close();
  }
}
