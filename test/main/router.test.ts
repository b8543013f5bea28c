import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { commands, type CommandName } from '#contract/commands.ts';
import { commandNames, isCommandName } from '#contract/names.ts';
import { createRouter, type Handlers } from '../../electron/main/ipc/router.ts';

const page = { origin: 'app://importer', parent: null };

/** Handlers that note what reached them; whatever reaches one has passed the router. */
function notingHandlers(answer: (name: string, input: unknown) => unknown = () => null) {
  const reached: { name: string; input: unknown }[] = [];
  const entries = commandNames.map((name) => [
    name,
    async (input: unknown) => {
      reached.push({ name, input });
      return answer(name, input);
    },
  ]);
  return { reached, handlers: Object.fromEntries(entries) as Handlers };
}

const recipe = {
  version: 1,
  request: { db_id: 7, matching: 'email' },
  fields: [{ field: 'email', type: 'email', column: 'Email' }],
};

const goodInputs: Readonly<Record<CommandName, unknown>> = {
  recogniseWorkbook: { sourceId: 's1' },
  previewWorkbook: { jobId: 'j1', sourceId: 's1' },
  correctFromWorkbook: { jobId: 'j1', sourceId: 's1' },
  chooseSource: {},
  recentFiles: {},
  openRecent: { recentId: 'r1' },
  forgetRecent: {},
  getLanguage: {},
  chooseLanguage: { choice: 'ru' },
  getTheme: {},
  chooseTheme: { choice: 'dark' },
  getSettings: {},
  changeSettings: { updates: 'notify', retentionDays: null },
  takeOpened: {},
  saveDiagnostics: {},
  retentionNotice: {},
  postponeRetention: {},
  deleteExpired: {},
  getUpdate: {},
  lookForUpdate: {},
  fetchUpdate: {},
  installUpdate: {},
  tellActions: { available: ['help'] },
  aboutProgram: {},
  licenceTexts: {},
  showDataFolder: {},
  answerProxyLogin: { proxy: 'proxy.example:3128', login: { user: 'operator', password: 'secret' }, keep: true },
  checkNetwork: { connectionId: 'c1' },
  jobColumns: { jobId: 'j1' },
  filterRows: { jobId: 'j1', filter: { states: ['invalid'] } },
  rowsAt: { jobId: 'j1', positions: [1] },
  rowDetails: { jobId: 'j1', position: 1 },
  rowPosition: { jobId: 'j1', row: 2 },
  inspectSource: { sourceId: 's1' },
  columnValues: { sourceId: 's1', column: 'Email' },
  cancelColumnValues: { sourceId: 's1' },
  listRecipes: {},
  saveRecipe: { name: 'weekly', recipe },
  deleteRecipe: { name: 'weekly' },
  renameRecipe: { name: 'weekly', to: 'monthly' },
  runFigures: { jobId: 'j1' },
  queuedJobs: {},
  exportRecipe: { name: 'weekly' },
  importRecipe: {},
  recogniseList: { sourceId: 's1' },
  matchRecipe: { sourceId: 's1', name: 'weekly' },
  taughtColumns: { sourceId: 's1', connectionId: 'c1', dbId: 7 },
  rememberedLists: {},
  forgetLists: { ids: ['a'.repeat(32)] },
  keepList: { listId: 'a'.repeat(32), name: 'weekly' },
  listConnections: {},
  saveConnection: { name: 'main', baseUrl: 'https://example.com', token: 'abc' },
  tryConnection: { name: 'main', baseUrl: 'https://example.com', token: 'abc' },
  deleteConnection: { connectionId: 'c1' },
  testConnection: { connectionId: 'c1' },
  knownDatabases: { connectionId: 'c1' },
  listFields: { connectionId: 'c1', dbId: 7 },
  listResources: { connectionId: 'c1' },
  listResourceFields: { connectionId: 'c1', resourceId: 28, channel: 'email' },
  startPractice: {},
  startSample: {},
  saveTemplate: { connectionId: 'c1', dbId: 7, name: 'Clients' },
  listJobs: {},
  pinJob: { jobId: 'j1', pinned: true },
  openJob: {},
  prepareJob: { sourceId: 's1', recipe, name: 'job' },
  cancelPrepare: { sourceId: 's1' },
  checkSource: { jobId: 'j1' },
  reopenSource: { jobId: 'j1' },
  jobStatus: { jobId: 'j1' },
  jobProblems: { jobId: 'j1' },
  jobFailures: { jobId: 'j1' },
  previewItems: { jobId: 'j1', limit: 10 },
  startJob: { jobId: 'j1', connectionId: 'c1' },
  pauseJob: { jobId: 'j1' },
  cancelJob: { jobId: 'j1' },
  retryJob: { jobId: 'j1', codes: [500] },
  deleteJob: { jobId: 'j1' },
  exportRows: { jobId: 'j1', rows: 'failed' },
  simulateJob: { jobId: 'j1' },
  handOverJob: { jobId: 'j1' },
  checkJob: { jobId: 'j1' },
  repairJob: { jobId: 'j1', withSource: true },
  correctCells: { jobId: 'j1', cells: [{ position: 1, column: 0, value: 'x' }] },
  undoCorrections: { jobId: 'j1' },
  listCorrections: { jobId: 'j1' },
  cancelCorrections: { jobId: 'j1' },
  listDuplicates: { jobId: 'j1', offset: 0, limit: 10 },
  duplicateRows: { jobId: 'j1', position: 3, offset: 19 },
  pickDuplicate: { jobId: 'j1', position: 1 },
  previewFill: { jobId: 'j1' },
  fillDuplicates: { jobId: 'j1' },
  findText: { jobId: 'j1', text: 'x' },
  cancelFind: { jobId: 'j1' },
  cancelExport: { jobId: 'j1' },
  compareProfiles: { jobId: 'j', connectionId: 'c' },
  saveUndo: { jobId: 'j1' },
  cancelUndo: { jobId: 'j1' },
  cancelComparison: { jobId: 'j' },
  previewMend: { jobId: 'j1', column: 3, mends: [{ kind: 'trim' }], selection: { kind: 'problem', reason: 'incorrect-email' } },
  applyMend: { jobId: 'j1', column: 3, mends: [{ kind: 'case', to: 'lower' }], selection: { kind: 'rows', positions: [1] } },
  listProposals: { jobId: 'j1', column: 'D', reason: 'incorrect-email' },
  listMistyped: { jobId: 'j1' },
  cancelMending: { jobId: 'j1', look: 'mistyped' },
  keepChoices: { jobId: 'j1' },
  keepMend: { jobId: 'j1', name: 'monthly', column: 3, mends: [{ kind: 'spaces' }], selection: { kind: 'problem', reason: 'incorrect-email' } },
};

const neverAnInput = [undefined, null, 0, 'x', true, [], [{}], () => 1, new Date(0), new Map(), { __proto__: { jobId: 'j1' } }, { unheardOf: 1 }];

const badIds = ['', '../x', 'a/b', 'a\\b', 'a b', '.', 'a\0', 'x'.repeat(65), 7, null, ['j1'], { toString: 'j1' }, 'é'];

const badInputs: readonly (readonly [CommandName, unknown])[] = [
  ...commandNames.flatMap((name) => neverAnInput.filter((input) => !isEmptyInputOf(name, input)).map((input) => [name, input] as const)),
  ...badIds.flatMap((bad) =>
    (['jobStatus', 'jobProblems', 'jobFailures', 'cancelJob', 'deleteJob', 'pauseJob', 'retryJob'] as const).map((name) => [name, { jobId: bad }] as const),
  ),
  ...badIds.map((bad) => ['inspectSource', { sourceId: bad }] as const),
  ...badIds.map((bad) => ['columnValues', { sourceId: bad, column: 'Email' }] as const),
  ...badIds.map((bad) => ['deleteConnection', { connectionId: bad }] as const),
  ['inspectSource', { sourceId: 's1', headerRow: 0 }],
  ['columnValues', { sourceId: 's1' }],
  ['columnValues', { sourceId: 's1', column: '' }],
  ['columnValues', { sourceId: 's1', column: 'x'.repeat(501) }],
  ['columnValues', { sourceId: 's1', column: 'Email', separator: '' }],
  ['columnValues', { sourceId: 's1', column: 'Email', limit: 1e9 }],
  ['inspectSource', { sourceId: 's1', headerRow: 1.5 }],
  ['inspectSource', { sourceId: 's1', path: '/etc/passwd' }],
  ['saveConnection', { name: '', baseUrl: 'https://example.com' }],
  ['saveConnection', { name: 'x', baseUrl: '' }],
  ['saveConnection', { name: 'x', baseUrl: 'https://example.com', token: '' }],
  ['saveConnection', { name: 'x', baseUrl: 'https://example.com', token: 'x'.repeat(513) }],
  ['saveConnection', { name: 'x', baseUrl: 'https://example.com', tokenInBody: 'yes' }],
  ['saveConnection', { name: 'x', baseUrl: 'https://example.com', practice: true }],
  ['listFields', { connectionId: 'c1', dbId: 0 }],
  ['listResourceFields', { connectionId: 'c1', resourceId: 28, channel: '../email' }],
  ['listFields', { connectionId: 'c1', dbId: '7; DROP TABLE job' }],
  ['previewItems', { jobId: 'j1', limit: 101 }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', streams: 9 }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', streams: 0 }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', chunkProfiles: 10_001 }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', chunkBytes: 10_000_001 }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', access: { baseUrl: 'https://evil.example', token: 'x' } }],
  ['startJob', { jobId: 'j1', connectionId: 'c1', baseUrl: 'https://evil.example' }],
  ['retryJob', { jobId: 'j1', codes: ['500'] }],
  ['previewMend', { jobId: 'j1', column: 3, mends: [], selection: { kind: 'all' } }],
  ['previewMend', { jobId: 'j1', column: 3, mends: [{ kind: 'run' }], selection: { kind: 'all' } }],
  ['applyMend', { jobId: 'j1', column: -1, mends: [{ kind: 'trim' }], selection: { kind: 'all' } }],
  ['applyMend', { jobId: 'j1', column: 3, mends: [{ kind: 'take', at: 0 }], selection: { kind: 'all' } }],
  ['listProposals', { jobId: 'j1', reason: 'none' }],
  ['correctCells', { jobId: 'j1', cells: [] }],
  ['correctCells', { jobId: 'j1', cells: [{ position: 0, column: 0, value: 'x' }] }],
  ['correctCells', { jobId: 'j1', cells: [{ position: 1, column: -1, value: 'x' }] }],
  ['correctCells', { jobId: 'j1', cells: [{ position: 1, column: 0, value: 7 }] }],
  ['correctCells', { jobId: 'j1', cells: [{ position: 1, column: 0, value: 'x'.repeat(32_768) }] }],
  ['retryJob', { jobId: 'j1', codes: Array.from({ length: 1_001 }, (_, code) => code) }],
  ['retryJob', { jobId: 'j1', rows: [0] }],
  ['exportRows', { jobId: 'j1', rows: 'sent' }],
  ['exportRows', { jobId: 'j1', rows: 'all', path: '/etc/cron.d/x' }],
  ['simulateJob', { jobId: 'j1', folder: '/etc' }],
  ['simulateJob', { jobId: 'j1', chunkProfiles: 0 }],
  ['simulateJob', { jobId: 'j1', connectionId: '../c1' }],
  ['handOverJob', { jobId: 'j1', path: '/etc/cron.d/x' }],
  ['repairJob', { jobId: 'j1' }],
  ['repairJob', { jobId: 'j1', withSource: true, path: '/etc/cron.d/x' }],
  ['handOverJob', { jobId: 'j1', adopt: 'yes' }],
  ['chooseSource', { path: '/etc/passwd' }],
  ['openJob', { path: '/etc/passwd' }],
];

/** Commands without members take `{}`, of which an object with a foreign prototype alone is one. */
function isEmptyInputOf(name: CommandName, input: unknown): boolean {
  return commands[name].input.safeParse(input).success;
}

describe('the router', () => {
  it.each(commandNames)('lets a good %s through to its handler', async (name) => {
    const { reached, handlers } = notingHandlers();
    expect(await createRouter(handlers)(page, name, goodInputs[name])).toEqual({ ok: true, value: null });
    expect(reached.map((each) => each.name)).toEqual([name]);
  });

  it('fills in what the page may leave out', async () => {
    const { reached, handlers } = notingHandlers();
    await createRouter(handlers)(page, 'startJob', goodInputs.startJob);
    expect(reached[0]!.input).toEqual({ jobId: 'j1', connectionId: 'c1', streams: 2, pauseWhenRefused: 90, chunkProfiles: 5_000, chunkBytes: 8_000_000 });
  });

  it.each(badInputs)('refuses %s with %j', async (name, input) => {
    const { reached, handlers } = notingHandlers();
    const reply = await createRouter(handlers)(page, name, input);
    expect(reply).toMatchObject({ ok: false, fault: { code: 'bad-input', detail: { command: name } } });
    expect(reached).toEqual([]);
  });

  it('says of a wrong recipe that it is the recipe', async () => {
    const { reached, handlers } = notingHandlers();
    const wrong = { ...recipe, request: { db_id: 7, matching: 'custom' }, extra: 1 };
    const reply = await createRouter(handlers)(page, 'saveRecipe', { name: 'weekly', recipe: wrong });
    expect(reply).toMatchObject({ ok: false, fault: { code: 'recipe-invalid' } });
    expect(reached).toEqual([]);
  });

  it.each([
    '', ' ', 'unheardOf', 'JobStatus', 'jobStatus ', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype',
    'runJob', 'exportTo', 'simulateInto', 'registerSource', 'shutdown', 'readConnections', 'offerFile', 'event',
    undefined, null, 0, {}, ['jobStatus'], Symbol('jobStatus'), { toString: () => 'jobStatus' },
  ])('knows no command %o', async (name) => {
    const { reached, handlers } = notingHandlers();
    expect(isCommandName(name)).toBe(false);
    expect(await createRouter(handlers)(page, name, {})).toEqual({ ok: false, fault: { code: 'forbidden', detail: {} } });
    expect(reached).toEqual([]);
  });

  it.each([
    null,
    { origin: 'https://example.com', parent: null },
    { origin: 'null', parent: null },
    { origin: 'file://', parent: null },
    { origin: 'app://importer', parent: { origin: 'app://importer' } },
  ])('hears no sender but the page itself: %j', async (sender) => {
    const { reached, handlers } = notingHandlers();
    for (const name of commandNames) {
      expect(await createRouter(handlers)(sender, name, goodInputs[name])).toEqual({ ok: false, fault: { code: 'forbidden', detail: {} } });
    }
    expect(reached).toEqual([]);
  });

  it('never repeats a value it refuses, since it may be a token', async () => {
    const { handlers } = notingHandlers();
    const secret = 'do-not-repeat-me';
    for (const input of [
      { name: 'x', baseUrl: 'https://example.com', token: secret.repeat(100) },
      { name: 'x', baseUrl: 'https://example.com', token: [secret] },
      { name: 'x', baseUrl: 'https://example.com', tokenInBody: secret },
      { name: 'x', baseUrl: 'https://example.com', connectionId: `${secret} ` },
    ]) {
      const reply = await createRouter(handlers)(page, 'saveConnection', input);
      expect(reply.ok).toBe(false);
      expect(JSON.stringify(reply)).not.toContain(secret);
    }
  });

  it('hands a fault on as its code and detail', async () => {
    const { handlers } = notingHandlers(() => {
      throw new Fault('job-busy', { name: 'weekly' });
    });
    expect(await createRouter(handlers)(page, 'listJobs', {})).toEqual({ ok: false, fault: { code: 'job-busy', detail: { name: 'weekly' } } });
  });

  it('tells of any other error nothing but its kind: no message, no path, no stack', async () => {
    const { handlers } = notingHandlers(() => {
      throw new TypeError('token abc at /home/someone/secret');
    });
    expect(await createRouter(handlers)(page, 'listJobs', {})).toEqual({ ok: false, fault: { code: 'internal', detail: { name: 'TypeError' } } });
  });
});
