import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generatedRow, rowsInPieces } from '../../test/support/generatedRows.ts';
import { profileHeaders } from './profileRows.ts';
import { writeWorkbook } from './bigWorkbook.ts';

/**
 * Reads generated workbooks cut into pieces and compares every cell with what the generator put there:
 * `exact-sheets.ts [--rows N] [--pieces 262144,1024,97] [--seed N]`. Ends with 1 where a cell differs.
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, pieces: { type: 'string', default: '262144,1024,97' }, seed: { type: 'string', default: '1' } },
});
const [rows, seed] = [Number(values.rows), Number(values.seed)];
const folder = mkdtempSync(join(tmpdir(), 'exact-sheets-'));

/** Cells that differ, and the first few rows with one. */
async function compare(path: string, piece: number): Promise<{ readonly cells: number; readonly different: number; readonly examples: readonly string[] }> {
  let [cells, different, next] = [0, 0, 0];
  const examples: string[] = [];
  for await (const batch of rowsInPieces(path, piece)) {
    for (const row of batch) {
      const expected = next === 0 ? { row: 1, cells: profileHeaders.map((v) => ({ t: 's' as const, v })) } : generatedRow(seed, next - 1);
      next += 1;
      cells += expected.cells.length;
      if (JSON.stringify(row) === JSON.stringify(expected)) continue;
      different += Math.max(1, expected.cells.filter((cell, column) => JSON.stringify(cell) !== JSON.stringify(row.cells[column])).length);
      if (examples.length < 3) examples.push(`row ${row.row}: read ${JSON.stringify(row)}, made ${JSON.stringify(expected)}`);
    }
  }
  if (next !== rows + 1) examples.push(`${next} rows instead of ${rows + 1}`);
  return { cells, different: different + Math.abs(rows + 1 - next), examples };
}

try {
  for (const layout of ['shared', 'inline'] as const) {
    const path = join(folder, `${layout}.xlsx`);
    await writeWorkbook({ rows, layout, seed, out: path });
    for (const piece of values.pieces.split(',').map(Number)) {
      const { cells, different, examples } = await compare(path, piece);
      console.log(`${layout}, ${rows} rows in pieces of ${piece} bytes: ${cells} cells compared, ${different} differ`);
      for (const example of examples) console.error(example);
      if (different > 0) process.exitCode = 1;
    }
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
