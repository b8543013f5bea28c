import { randomUUID } from 'node:crypto';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import type { Said } from './side.ts';

/** All ten columns of the invented profiles, as an operator would map them. */
const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'email', skip_triggers: true },
  fields: [
    { field: 'email', type: 'email', column: '@A' },
    { field: '_fname', type: 'string', column: '@B' },
    { field: '_lname', type: 'string', column: '@C' },
    { field: 'phones', type: 'phones', column: '@D' },
    { field: 'client_no', type: 'string', column: '@E' },
    { field: '_bdate', type: 'date', column: '@F' },
    { field: 'amount', type: 'float', column: '@G' },
    { field: 'interests', type: 'tags', column: '@H' },
    { field: '_city', type: 'string', column: '@I' },
    { field: 'subscribed', type: 'bool', column: '@J' },
  ],
};

const reader = threadReader(new URL('../../../electron/engine/jobs/prepare/readerEntry.ts', import.meta.url));

export async function prepare(source = '', job = ''): Promise<Said> {
  const { counts } = await prepareJob({ source, recipe, job, jobId: randomUUID(), clock: systemClock, reader });
  return { rows: counts.read, ready: counts.ready };
}
