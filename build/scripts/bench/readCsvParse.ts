import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import type { Said } from './side.ts';

export async function readCsvParse(file = ''): Promise<Said> {
  let rows = 0;
  let cells = 0;
  const parser = createReadStream(file).pipe(parse());
  parser.on('data', (row: readonly string[]) => {
    rows += 1;
    cells += row.length;
  });
  await new Promise((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  return { rows, cells };
}
