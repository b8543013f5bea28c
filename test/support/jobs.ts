import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Recipe } from '#contract/recipe.ts';
import type { JobStatus, WireFormat } from '#contract/job.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import type { Transport } from '#engine/api/transport.ts';
import type { Clock } from '#engine/jobs/clock.ts';
import { createKeyIndex } from '#engine/jobs/prepare/keyIndex.ts';
import { createJobWriter } from '#engine/jobs/prepare/jobWriter.ts';
import { createRowGatherer } from '#engine/jobs/prepare/rowGatherer.ts';
import { runJob } from '#engine/jobs/run/runJob.ts';
import type { OverHttp, RunBasics } from '#engine/jobs/run/runContext.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import type { MappedRow } from '#engine/mapping/types.ts';

/** A folder of its own that is gone after the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'profile-importer-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export const customRecipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }],
};

/** A row that updates the practice profile with this number. */
export function profileRow(customId: number, extra: Readonly<Record<string, unknown>> = {}): MappedRow {
  return { kind: 'item', json: JSON.stringify({ Custom_ID: customId, ...extra }), key: String(customId) };
}

/** A ready job made of rows as the mapping would have given them; the first stands in sheet row 2. */
export function makeJob(path: string, rows: Iterable<MappedRow>, recipe: Recipe = customRecipe): JobFile {
  const file = openJobFile(path, { create: true });
  file.job.create({
    jobId: randomUUID(),
    createdAt: '2026-01-01T00:00:00.000Z',
    recipe,
    columns: [{ index: 0, letter: 'A', header: 'Client No', ref: 'Client No' }],
  });
  const keys = createKeyIndex(recipe.duplicates ?? 'last');
  const writer = createJobWriter(file);
  const gatherer = createRowGatherer(keys, null, (block) => writer.take(block));
  let row = 1;
  for (const mapped of rows) {
    gatherer.add({ row: (row += 1), cells: [{ t: 's', v: mapped.kind === 'item' ? mapped.key : '' }] }, (_, out) => {
      if (mapped.kind === 'item') out.json(mapped.json);
      return mapped;
    });
  }
  gatherer.end();
  writer.end(keys.superseded());
  file.job.setState('ready', null);
  return file;
}

export function profiles(count: number, first = 1): MappedRow[] {
  return Array.from({ length: count }, (_, index) => profileRow(first + index));
}

/**
 * The system's time, but every wait is over at once and has lasted as long as it was to: else whoever waits for a time
 * would ask again and again until it has really come. What it was asked to wait for is kept.
 */
export function impatientClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  let skipped = 0;
  const now = (): number => Date.now() + skipped;
  function sleep(ms: number): Promise<void> {
    const end = now() + ms;
    waits.push(ms);
    // Those who wait at the same time wait for the same time.
    return Promise.resolve().then(() => void (skipped += Math.max(0, end - now())));
  }
  return { now, sleep, waits };
}

export interface TestRun extends Partial<Omit<RunBasics & OverHttp, 'file' | 'access' | 'queue'>> {
  readonly url: string;
  readonly token: string;
  readonly tokenInBody?: boolean;
  readonly format?: WireFormat;
}

/** Runs a job with everything a test does not care about filled in. */
export async function run(file: JobFile, { url, token, tokenInBody = true, format, ...rest }: TestRun): Promise<JobStatus> {
  const transport: Transport = rest.transport ?? nodeTransport();
  return runJob({
    file,
    access: { baseUrl: url, token, tokenInBody, format, practice: url.startsWith('http://127.0.0.1') },
    limits: { profiles: 100, bytes: 1_000_000 },
    streams: 2,
    clock: impatientClock(),
    random: () => 0.5,
    newId: randomUUID,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    ...rest,
    transport,
  });
}
