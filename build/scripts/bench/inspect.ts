import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import type { Said } from './side.ts';

export async function inspect(file = ''): Promise<Said> {
  const started = performance.now();
  const { columns } = await inspectSource(file);
  return { columns: columns.length, ms: performance.now() - started };
}
