import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Workbooks that others wrote, beside the project; absent on most machines. */
const folder = fileURLToPath(new URL('../../../shared/workbooks', import.meta.url));

export const sharedWorkbooksReason = 'the shared workbooks are not on this machine';

/** Paths of all files of both test suites, by their name with the suite in front; null where there are none. */
export function sharedWorkbooks(): ReadonlyMap<string, string> | null {
  if (!existsSync(folder)) return null;
  const files = ['calamine', 'exceljs'].flatMap((suite) => readdirSync(join(folder, suite)).map((name) => `${suite}/${name}`));
  return new Map(files.sort().map((name) => [name, join(folder, name)]));
}
