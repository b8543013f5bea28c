import { statSync } from 'node:fs';
import { z } from 'zod';
import type { JobFigures } from '#contract/diagnostics.ts';
import type { Catalogue } from '../store/catalogue.ts';

/** What the catalogue keeps of a status, as far as it is told. */
const keptSchema = z.object({
  state: z.string(),
  pause: z.object({ reason: z.string() }).nullable(),
  counts: z.record(z.string(), z.number().optional()),
  attempts: z.number(),
});

/** Sizes and states of the jobs in the list, without opening one. */
export function jobFigures(catalogue: Pick<Catalogue, 'jobs' | 'keptStatuses'>): readonly JobFigures[] {
  const kept = catalogue.keptStatuses();
  return catalogue.jobs().map(({ jobId, path, createdAt }) => {
    const status = statusOf(kept.get(jobId)?.status);
    return {
      jobId,
      createdAt,
      bytes: sizeOf(path),
      journalBytes: sizeOf(`${path}-wal`),
      state: status?.state ?? null,
      pause: status?.pause?.reason ?? null,
      counts: Object.fromEntries(Object.entries(status?.counts ?? {}).map(([name, count]) => [name, count ?? 0])),
      attempts: status?.attempts ?? null,
    };
  });
}

function statusOf(text: string | undefined): z.output<typeof keptSchema> | null {
  try {
    return keptSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

const sizeOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.size ?? null;
