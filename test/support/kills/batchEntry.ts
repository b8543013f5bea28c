import { parseArgs } from 'node:util';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch, type CellChange } from '#engine/jobs/corrections/applyBatch.ts';
import { openJob } from '#engine/jobs/recover.ts';

/**
 * A process that corrects two cells of every row of a job in one batch, to be killed meanwhile: `batchEntry.ts JOB --name N`.
 * Says "correcting" when it begins.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string', default: '' } } });
const file = openJob(positionals[0] ?? '');

function* cells(): Generator<CellChange> {
  const rows = file.job.read()?.rowsRead ?? 0;
  for (let position = 1; position <= rows; position += 1) {
    yield { position, column: 1, after: { t: 's', v: `${values.name} ${position}` } };
    yield { position, column: 2, after: { t: 's', v: '31.01.2024' } };
  }
}

process.stdout.write('correcting\n');
await applyBatch(file, { origin: 'workbook', act: { kind: 'edit', row: 2, column: 'B' }, clock: systemClock, cells: cells() });
file.close();
