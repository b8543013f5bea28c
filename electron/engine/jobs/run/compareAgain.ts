import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { ComparedJob } from '../../store/jobTable.ts';
import { runsOf } from '../../store/runs.ts';
import { jobMapping } from '../jobMapping.ts';
import { mustBeLast } from '../place.ts';
import { readKnownItems } from '../prepare/knownItems.ts';
import { openJob } from '../recover.ts';
import { nextRowState } from '../transitions.ts';

const notedRows = 5;

/**
 * Before anything of a job is sent: rows that are left out as unchanged are compared once more where an earlier job has sent something since they
 * were. Those that the platform does not hold just so any more are ready, and noted. Fault unchanged-unproved where an earlier job cannot be asked;
 * then nothing is changed.
 */
export function compareAgain(file: JobFile): void {
  const job = file.job.read();
  if (job === null || job.compared.length === 0 || file.chunks.lastSentId() > 0 || file.states.count().unchanged === 0) return;
  const isSame = job.compared.map((earlier) => isAsItWas(file, earlier));
  if (isSame.every(Boolean)) return;
  const made = jobMapping(file, job);
  if (!made.ok) throw new Fault('recipe-columns', { file: basename(file.path), problems: made.problems });
  const known = readKnownItems(job.compared.map(({ path }) => path), job.recipe.request);
  const changed: number[] = [];
  const rows: number[] = [];
  const positions = [...file.states.positions(new Set(['unchanged'] as const))];
  const items = file.items.texts(positions);
  for (const row of file.blocks.rowsAt(positions)) {
    const item = items.next();
    const mapped = made.mapper.map(row);
    if (item.done !== true && mapped.kind === 'item' && known.isUnchanged(mapped.key, Buffer.from(item.value.json))) continue;
    changed.push(row.position);
    if (rows.length < notedRows) rows.push(row.row);
  }
  if (changed.length === 0) return;
  file.transaction(() => {
    file.states.change(runsOf(changed), (state) => nextRowState(state, 'change'));
    const notes = job.notes.filter(({ kind }) => kind !== 'changed-since');
    const before = job.notes.find(({ kind }) => kind === 'changed-since');
    file.job.setNotes([...notes, { kind: 'changed-since', count: changed.length + (before?.count ?? 0), rows: [...(before?.rows ?? []), ...rows].slice(0, notedRows), columns: [] }]);
  });
}

/** Whether an earlier job has sent nothing since it was compared with. Fault unchanged-unproved. */
function isAsItWas(file: JobFile, { job: id, path, attempts }: ComparedJob): boolean {
  const unproved = (kind: string, cause?: unknown): Fault => new Fault('unchanged-unproved', { name: basename(file.path), earlier: path, kind }, { cause });
  let earlier: JobFile;
  try {
    earlier = openJob(path);
  } catch (error) {
    throw unproved(error instanceof Fault && error.code === 'job-missing' ? 'missing' : 'unreadable', error);
  }
  try {
    const found = earlier.job.read();
    if (found?.jobId !== id) throw unproved('other');
    mustBeLast(earlier, found);
    return earlier.attempts.totals().attempts === attempts;
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'unchanged-unproved') throw error;
    throw unproved(error.code === 'job-elsewhere' || error.code === 'job-handed-over' ? 'elsewhere' : 'unreadable', error);
  } finally {
    earlier.close();
  }
}
