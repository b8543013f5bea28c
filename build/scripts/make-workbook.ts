import { parseArgs } from 'node:util';
import { writeWorkbook } from './bigWorkbook.ts';

/** Writes a workbook of invented profiles, for demonstrations and measurements: see the usage line. */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    layout: { type: 'string', default: 'shared' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const rows = Number(values.rows);
const { layout, out } = values;

if (out === undefined || !Number.isInteger(rows) || rows < 0 || rows > 1_048_575 || (layout !== 'shared' && layout !== 'inline')) {
  console.error('usage: make-workbook.ts --out FILE [--rows N, at most 1048575] [--layout shared|inline] [--seed N]');
  process.exitCode = 2;
} else {
  await writeWorkbook({ rows, layout, seed: Number(values.seed), out });
  console.error(`${out}: ${rows} rows, ${layout} strings`);
}
