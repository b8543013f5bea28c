import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import { AppState } from '../../renderer/state/app.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { connection, counts, inspection, jobStatus, knownFields, runningStatus } from '../support/pageData.ts';

const recipe: Recipe = { version: 2, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' }, fields: [{ field: 'Custom_ID', type: 'int', column: 'Client No' }] };
const source = { sourceId: 's1', name: 'clients.xlsx', bytes: 1_000 };

/** A job that another run of the program has checked, open in the window. */
async function atJob(answers: Answers = {}): Promise<{ readonly app: AppState; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listRecipes: () => [], listConnections: () => [connection()], listJobs: () => [], testConnection: () => [{ id: 7, name: 'Clients' }], listFields: () => knownFields,
    jobStatus: () => jobStatus({ counts: counts({ notSent: 2 }) }), jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [],
    inspectSource: () => inspection(), reopenSource: () => ({ source, recipe }), prepareJob: () => ({ jobId: 'j2' }), deleteJob: () => null,
    ...answers,
  });
  const app = new AppState(createClient(transport));
  app.begin();
  await app.openJob('j1');
  return { app, transport };
}

describe('Changing the mapping of a job that was not started', () => {
  it('is possible after a restart: the file is read again by the job’s recipe, and the new job takes the old one’s place', async () => {
    const { app, transport } = await atJob();
    expect(app.canChangeMapping).toBe(true);
    await app.changeMapping('A');
    expect([app.screen, app.newImport?.step, app.newImport?.attention]).toEqual(['import', 'mapping', 'A']);
    expect(app.newImport?.draft.request).toMatchObject({ dbId: '7', keyField: 'Custom_ID' });
    await expect.poll(() => app.newImport?.discovery.connectionId).toBe('c1');
    await app.checkImport();
    expect([app.job?.jobId, transport.inputs('deleteJob')]).toEqual(['j2', [{ jobId: 'j1' }]]);
    expect(transport.inputs('recogniseList')).toEqual([]);
  });

  it('asks for the file where it is not where it was', async () => {
    const { app, transport } = await atJob({
      reopenSource: ({ sourceId }) => {
        if (sourceId === undefined) throw new Fault('source-missing', { name: 'clients.xlsx' });
        return { source, recipe };
      },
      chooseSource: () => source,
    });
    await app.changeMapping();
    expect(app.newImport?.step).toBe('mapping');
    transport.answer({ chooseSource: () => null });
    await app.openJob('j9');
    await app.changeMapping();
    expect([app.screen, app.notices.items]).toEqual(['job', []]);
  });

  it('is not possible any more once something was sent', async () => {
    const { app } = await atJob({ jobStatus: () => runningStatus(10) });
    expect(app.canChangeMapping).toBe(false);
  });
});
