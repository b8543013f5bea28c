import { openSource } from '#engine/sheet/index.ts';
import type { Said } from './side.ts';

export async function readOurs(file = ''): Promise<Said> {
  const source = await openSource(file);
  let rows = 0;
  let cells = 0;
  for await (const batch of source.rows({})) {
    rows += batch.length;
    for (const row of batch) cells += row.cells.length;
  }
  await source.close();
  return { rows, cells };
}
