import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch, type CellChange } from '#engine/jobs/corrections/applyBatch.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import type { Said } from './side.ts';

/** Single cells corrected, of which the median counts. */
const singles = 21;
/** Rows of one large batch: every so-manieth of the job, so that it reaches every block, or so many in a row. */
const batchRows = 100_000;

const [email, city] = [0, 8];

/** Corrects single cells of a large job, match keys among them, then 100,000 rows in one batch, in a row and all over the job. In ms and s. */
export async function correct(job = ''): Promise<Said> {
  const file = openJobFile(job, { create: false });
  const rows = file.job.read()?.rowsRead ?? 0;
  const made = async (cells: Iterable<CellChange>): Promise<number> => {
    const started = performance.now();
    const { rows: corrected } = await applyBatch(file, { origin: 'window', act: { kind: 'edit', row: 2, column: 'A' }, clock: systemClock, cells });
    if (corrected === 0) throw new Error('nothing was corrected');
    return performance.now() - started;
  };
  const times: number[] = [];
  for (let count = 0; count < singles; count += 1) {
    const position = 1 + Math.floor((rows * count) / singles);
    const [column, v] = count % 2 === 0 ? [city, `Town ${count}`] : [email, `corrected.${count}@example.com`];
    times.push(await made([{ position, column, after: { t: 's', v } }]));
  }
  const step = Math.max(1, Math.floor(rows / batchRows));
  const cells = function* (column: number, text: (position: number) => string, step: number): Generator<CellChange> {
    for (let position = step; position <= Math.min(rows, batchRows * step); position += step) yield { position, column, after: { t: 's', v: text(position) } };
  };
  const inARow = await made(cells(city, (position) => `Village ${position}`, 1));
  await undoBatch(file, { clock: systemClock });
  const batch = await made(cells(city, (position) => `Town ${position}`, step));
  const keys = await made(cells(email, (position) => `moved.${position}@example.com`, step));
  file.close();
  return { cell: times.toSorted((a, b) => a - b)[Math.floor(singles / 2)] ?? 0, slowestCell: Math.max(...times), inARow: inARow / 1_000, batch: batch / 1_000, keys: keys / 1_000 };
}
