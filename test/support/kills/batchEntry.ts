import { parseArgs } from 'node:util';
import { systemClock } from '#engine/jobs/clock.ts';
import { applyBatch, type CellChange } from '#engine/jobs/corrections/applyBatch.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { correctFromWorkbook } from '#engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { fillDuplicates } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { openJob } from '#engine/jobs/recover.ts';

/**
 * A process that makes one batch of corrections, to be killed meanwhile: `batchEntry.ts JOB KIND --name N`. Kinds: cells (two of
 * every row), mend (a column of every row), pick (the row at position N), fill, workbook (at the path N). Says "correcting" when it begins.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string', default: '' } } });
const [path = '', kind = ''] = positionals;
const file = openJob(path);
const common = { clock: systemClock, origin: 'workbook' } as const;

function* cells(): Generator<CellChange> {
  const rows = file.job.read()?.rowsRead ?? 0;
  for (let position = 1; position <= rows; position += 1) {
    yield { position, column: 1, after: { t: 's', v: `${values.name} ${position}` } };
    yield { position, column: 2, after: { t: 's', v: '31.01.2024' } };
  }
}

process.stdout.write('correcting\n');
switch (kind) {
  case 'cells':
    await applyBatch(file, { ...common, act: { kind: 'edit', row: 2, column: 'B' }, cells: cells() });
    break;
  case 'mend':
    await applyMend(file, { column: 1, mends: [{ kind: 'set', value: values.name }], selection: { kind: 'all' }, onlyFixing: false }, common);
    break;
  case 'pick':
    await pickRow(file, { ...common, position: Number(values.name) });
    break;
  case 'fill':
    await fillDuplicates(file, common);
    break;
  case 'workbook':
    await correctFromWorkbook(file, values.name, common);
    break;
  default:
    throw new Error(`no kind ${kind}`);
}
file.close();
