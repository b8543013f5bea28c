import { describe, expect, it } from 'vitest';
import { createClient } from '#contract/client.ts';
import { Fault } from '#contract/faults.ts';
import { AppState } from '../../renderer/state/app.svelte.ts';
import type { ImportState } from '../../renderer/state/newImport.svelte.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { connection, inspection, jobStatus, knownFields, practiceConnection, summary } from '../support/pageData.ts';

const source = { sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 };

function page(answers: Answers = {}): { readonly transport: FakeTransport; readonly app: AppState } {
  const transport = new FakeTransport({
    chooseSource: () => source,
    inspectSource: ({ sheet, headerRow }) => inspection({ ...(sheet === undefined ? {} : { sheet }), ...(typeof headerRow === 'number' ? { headerRow } : {}) }),
    listRecipes: () => [],
    listConnections: () => [connection()],
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listFields: () => knownFields,
    listJobs: () => [summary()],
    jobStatus: () => jobStatus(),
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    ...answers,
  });
  const app = new AppState(createClient(transport));
  app.begin();
  return { transport, app };
}
function told(app: AppState): readonly string[] {
  return app.notices.items.map((item) => (item.kind === 'fault' ? item.explanation.what : item.kind === 'told' ? item.lines.join(' ') : item.text));
}
/** A file chosen, the database and key given, and the mapping step open. */
async function atMapping(answers: Answers = {}): Promise<{ readonly transport: FakeTransport; readonly app: AppState; readonly flow: ImportState }> {
  const { transport, app } = page(answers);
  await app.chooseFile();
  const flow = app.goImport();
  await flow.next();
  await flow.discovery.choose('c1');
  flow.draft.setRequest({ dbId: '7', matching: 'custom', keyField: 'Custom_ID' });
  await flow.next();
  return { transport, app, flow };
}

function target(flow: ImportState, ref: string): string | undefined {
  return flow.draft.fields.find(({ source: from }) => from.kind === 'column' && from.ref === ref)?.field;
}

describe('Choosing a file', () => {
  it('opens the import with the sheet and its suggestions', async () => {
    const { app } = page();
    await app.chooseFile();
    expect(app.screen).toBe('import');
    expect(app.newImport?.name).toBe('clients-march');
    expect(target(app.goImport(), 'First name')).toBe('_fname');
  });

  it('stays where it was when the dialog is dismissed', async () => {
    const { app } = page({ chooseSource: () => null });
    await app.chooseFile();
    expect(app.screen).toBe('home');
    expect(app.notices.items).toEqual([]);
  });

  it('explains a file that cannot be read, and stays', async () => {
    const { app } = page({
      inspectSource: () => {
        throw new Fault('source-encrypted', { file: 'clients-march.xlsx' });
      },
    });
    await app.chooseFile();
    expect(app.screen).toBe('home');
    expect(told(app)).toEqual(['The file “clients-march.xlsx” is protected with a password.']);
  });

  it('takes a dropped file as well', async () => {
    const { transport, app } = page();
    transport.offers(source);
    await app.dropFile({});
    expect(app.screen).toBe('import');
    transport.offers(new Fault('forbidden', {}));
    await app.dropFile({});
    expect(told(app)).toHaveLength(1);
  });

  it('keeps the sheet it has when another cannot be read', async () => {
    const { transport, app } = page();
    await app.chooseFile();
    transport.answer({
      inspectSource: () => {
        throw new Fault('sheet-empty', { sheet: 'Old' });
      },
    });
    await app.goImport().look({ sheet: 'Old' });
    expect(app.newImport?.source.inspection?.sheet).toBe('Profiles');
    expect(told(app).join()).toContain('“Old”');
  });

  it('does not let a slow answer about an earlier sheet come back over a later one', async () => {
    const { transport, app } = page();
    await app.chooseFile();
    const flow = app.goImport();
    const slow = Promise.withResolvers<ReturnType<typeof inspection>>();
    transport.answer({ inspectSource: ({ sheet }) => (sheet === 'Regions' ? slow.promise : inspection({ sheet: 'Profiles', headerRow: 3 })) });
    const first = flow.look({ sheet: 'Regions' });
    await flow.look({ sheet: 'Profiles', headerRow: 3 });
    slow.resolve(inspection({ sheet: 'Regions' }));
    await first;
    expect(flow.source.inspection).toMatchObject({ sheet: 'Profiles', headerRow: 3 });
    expect(flow.source.busy).toBe(false);
  });
});

describe('Leaving a step', () => {
  it('is not possible while something in it is wrong, and then says what', async () => {
    const { app } = page();
    await app.chooseFile();
    const flow = app.goImport();
    await flow.next();
    expect(flow.showsProblems('request')).toBe(false);
    await flow.next();
    expect(flow.step).toBe('request');
    expect(flow.showsProblems('request')).toBe(true);
    expect(flow.draft.problemsAt({ kind: 'database' })).toEqual(['Choose a database or type its number.']);
    flow.draft.setRequest({ dbId: '7' });
    await flow.next();
    expect(flow.step).toBe('mapping');
  });

  it('cannot jump ahead to a step not reached yet', async () => {
    const { app } = page();
    await app.chooseFile();
    app.goImport().goTo('check');
    expect(app.newImport?.step).toBe('file');
  });

  it('does not prepare a job from a recipe with problems', async () => {
    const { transport, app, flow } = await atMapping();
    flow.draft.setRequest({ keyField: 'Nobody' });
    await flow.next();
    expect(flow.step).toBe('mapping');
    await app.checkImport();
    expect(transport.inputs('prepareJob')).toEqual([]);
  });
});

describe('The mapping', () => {
  it('takes fields of the same name from the database and their types', async () => {
    const { flow } = await atMapping();
    expect(target(flow, 'Client No')).toBe('Custom_ID');
    expect(target(flow, 'Interests')).toBe('interests');
    expect(flow.draft.fields.find(({ field }) => field === 'Custom_ID')?.type).toBe('int');
  });

  it('does not guess a second time what the operator has put aside', async () => {
    const { flow } = await atMapping();
    const interests = flow.draft.fields.find(({ field }) => field === 'interests');
    flow.draft.removeField(interests!.id);
    flow.draft.learn(flow.discovery.fields);
    expect(target(flow, 'Interests')).toBe('');
  });

  it('sends one column to two fields', async () => {
    const { flow } = await atMapping();
    const first = flow.draft.fields.find(({ field }) => field === '_fname');
    flow.draft.repeatColumn(first!.id);
    const second = flow.draft.fields[flow.draft.fields.indexOf(first!) + 1];
    flow.draft.aim(second!.id, 'nickname', []);
    const { judgement } = flow.draft;
    expect(judgement.ok && judgement.recipe.fields.filter(({ column }) => column === 'First name').map(({ field }) => field)).toEqual(['_fname', 'nickname']);
  });

  it('asks once where a saved recipe names a column that was renamed', async () => {
    const recipe = {
      version: 1 as const,
      request: { db_id: 7, matching: 'custom' as const, field_name: 'Custom_ID' },
      fields: [{ field: 'Custom_ID', type: 'int' as const, column: 'Client No' }, { field: '_fname', type: 'string' as const, column: 'Forename' }],
    };
    const { flow } = await atMapping({ listRecipes: () => [{ name: 'Monthly', recipe, columns: null, savedAt: '2024-02-01T10:00:00Z' }] });
    await flow.takeRecipe('Monthly');
    expect(flow.draft.problems).toHaveLength(1);
    expect(target(flow, 'Email')).toBe('');
    const missing = flow.draft.fields.find(({ source: from }) => from.kind === 'column' && from.ref === 'Forename');
    flow.draft.replaceColumn(missing!.id, 'First name');
    expect(flow.draft.problems).toEqual([]);
    const { judgement } = flow.draft;
    expect(judgement.ok && judgement.recipe.fields).toEqual([
      { field: 'Custom_ID', type: 'int', column: 'Client No' },
      { field: '_fname', type: 'string', column: 'First name' },
    ]);
  });

  it('works without any connection, with a typed database and key', async () => {
    const { transport, app } = page();
    await app.chooseFile();
    const flow = app.goImport();
    await flow.next();
    flow.draft.setRequest({ dbId: '7', matching: 'custom', keyField: 'Client No' });
    await flow.next();
    expect(transport.inputs('listFields')).toEqual([]);
    expect(target(flow, 'Client No')).toBe('Client No');
    expect(flow.draft.judgement.ok).toBe(true);
  });

  it('offers the practice server’s databases when it is chosen', async () => {
    const { app } = page({ startPractice: () => practiceConnection });
    await app.chooseFile();
    const flow = app.goImport();
    await flow.discovery.choosePractice();
    expect(flow.discovery.connectionId).toBe('practice');
    expect(flow.discovery.databases).toEqual([{ id: 7, name: 'Clients' }]);
  });
});

describe('Checking the file', () => {
  it('prepares a job of the recipe and opens it', async () => {
    const { transport, app, flow } = await atMapping({ prepareJob: () => ({ jobId: 'j1' }) });
    await flow.next();
    expect(flow.step).toBe('check');
    await app.checkImport();
    expect(transport.inputs('prepareJob')).toMatchObject([{ sourceId: 's1', name: 'clients-march', recipe: { source: { sheet: 'Profiles', headerRow: 1, locale: 'en' }, request: { db_id: 7, skip_triggers: true } } }]);
    expect(app.screen).toBe('job');
    expect(app.job?.status?.counts.read).toBe(20_000);
    expect(app.job?.nextRun.settings.connectionId).toBe('c1');
  });

  it('leaves out what is unchanged when asked to', async () => {
    const { transport, app, flow } = await atMapping({ prepareJob: () => ({ jobId: 'j1' }) });
    flow.setLeavesUnchanged(true);
    await app.checkImport();
    expect(transport.inputs('prepareJob')).toMatchObject([{ unchangedOn: 'c1' }]);
  });

  it('shows how far it is, for its own file only', async () => {
    const done = Promise.withResolvers<{ jobId: string }>();
    const { transport, app, flow } = await atMapping({ prepareJob: () => done.promise });
    const checking = app.checkImport();
    transport.emit({ kind: 'preparing', sourceId: 'other', rows: 1, bytesRead: 1, bytesTotal: 2 });
    expect(flow.prepare.progress).toBeNull();
    transport.emit({ kind: 'preparing', sourceId: 's1', rows: 12_400, bytesRead: 2_900_000, bytesTotal: 4_812_330 });
    expect(flow.prepare.progress).toMatchObject({ rows: 12_400 });
    done.resolve({ jobId: 'j1' });
    await checking;
    expect(flow.prepare.running).toBe(false);
  });

  it('can be cancelled, which is no error', async () => {
    const stopped = Promise.withResolvers<{ jobId: string }>();
    const { transport, app, flow } = await atMapping({
      prepareJob: () => stopped.promise,
      cancelPrepare: () => {
        stopped.reject(new Fault('cancelled'));
        return null;
      },
    });
    const checking = app.checkImport();
    await flow.prepare.cancel();
    await checking;
    expect(transport.inputs('cancelPrepare')).toEqual([{ sourceId: 's1' }]);
    expect(app.screen).toBe('import');
    expect(app.notices.items).toEqual([]);
  });

  it('shows what the engine finds wrong beside the column, until that is changed', async () => {
    const { app, flow } = await atMapping({
      prepareJob: () => {
        throw new Fault('recipe-invalid', { problems: ['fields[1].type: the system field “_fname” takes string, not int'] });
      },
    });
    await flow.next();
    await app.checkImport();
    expect(flow.step).toBe('mapping');
    const first = flow.draft.fields.find(({ field }) => field === '_fname');
    expect(flow.draft.problemsAt({ kind: 'field', id: first!.id })).toEqual(['type: the system field “_fname” takes string, not int']);
    expect(told(app).join()).toContain('mistakes');
    flow.draft.changeField(first!.id, { type: 'string' });
    expect(flow.draft.problems).toEqual([]);
  });

  it('replaces the job prepared before when the mapping is changed and checked again', async () => {
    let made = 0;
    const { transport, app } = await atMapping({ prepareJob: () => ({ jobId: `j${(made += 1)}` }), deleteJob: () => null });
    await app.checkImport();
    expect(app.canChangeMapping).toBe(true);
    await app.changeMapping();
    expect(app.newImport?.step).toBe('mapping');
    await app.checkImport();
    expect(transport.inputs('deleteJob')).toEqual([{ jobId: 'j1' }]);
    expect(app.job?.jobId).toBe('j2');
  });

  it('never deletes an earlier job that has been started', async () => {
    let made = 0;
    const { transport, app } = await atMapping({ prepareJob: () => ({ jobId: `j${(made += 1)}` }), deleteJob: () => null, jobStatus: () => jobStatus({ state: 'running', attempts: 1 }) });
    await app.checkImport();
    await app.checkImport();
    expect(transport.inputs('deleteJob')).toEqual([]);
  });
});
