import { describe, expect, it } from 'vitest';
import { readCommands, type EngineName } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { createEngineWithReading } from '../../electron/main/engine/engineWithReading.ts';
import { FakeChild } from '../support/fakeChild.ts';

function setUp() {
  const writers: FakeChild[] = [];
  const readers: FakeChild[] = [];
  const events: EngineEvent[] = [];
  const fork = (children: FakeChild[]) => () => {
    children.push(new FakeChild());
    return children.at(-1)!;
  };
  const engine = createEngineWithReading({
    fork: fork(writers),
    forkReading: fork(readers),
    httpSend: async () => ({ ok: false, failure: { kind: 'network', systemCode: 'none' } }),
    onEvent: (event) => events.push(event),
  });
  /** Names of what a process was asked for. */
  const asked = (children: readonly FakeChild[]) => children.flatMap((child) => child.requests()).map((message) => message.kind === 'request' ? message.name : '');
  return { engine, writers, readers, events, asked };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const job = { jobId: 'j1' };
const status = (state: string, live: unknown = null) => ({ state, live, counts: {} });
const told = (state: string, live: unknown = null) => ({ kind: 'event', event: { kind: 'job', jobId: 'j1', status: status(state, live) } }) as never;

describe('what is only read of jobs', () => {
  it.each(readCommands)('%s is answered while the engine answers nobody', async (name) => {
    const { engine, writers, readers } = setUp();
    const asked = engine.request<EngineName>(name, job);
    readers[0]!.reply('a page');
    expect([await asked, writers.length]).toEqual(['a page', 0]);
  });

  it.each<[EngineName, object]>([['listJobs', {}], ['correctCells', job], ['startPractice' as never, {}], ['runJob', job], ['listProposals', job]])('%s is left to the engine', (name, input) => {
    const { engine, asked, readers, writers } = setUp();
    void engine.request(name, input);
    expect([asked(writers), asked(readers)]).toEqual([[name], []]);
  });

  it('has in a list what was told of its jobs since it was asked for', async () => {
    const { engine, writers, readers } = setUp();
    void engine.request('runJob', {} as never);
    const listed = engine.list({ look: true });
    writers[0]!.say(told('finished'));
    readers[0]!.reply([{ jobId: 'j1', status: status('running') }, { jobId: 'j2', status: status('ready') }]);
    expect((await listed).map((one) => one.status?.state)).toEqual(['finished', 'ready']);
  });

  it('takes the list as it was seen last, before the engine has started', async () => {
    const { engine, writers, readers } = setUp();
    const listed = engine.request('listJobs', { kept: true });
    readers[0]!.reply([]);
    expect([await listed, writers.length]).toEqual([[], 0]);
  });

  it('is asked of the engine where the other cannot answer, whose words are then the ones that are heard', async () => {
    const { engine, writers, readers } = setUp();
    const asked = engine.request('rowsAt', { ...job, positions: [1] });
    readers[0]!.refuse({ code: 'job-unreadable', detail: {} });
    await turn();
    writers[0]!.refuse({ code: 'job-corrupt', detail: { part: 'cells' } });
    await expect(asked).rejects.toMatchObject({ code: 'job-corrupt', detail: { part: 'cells' } });
  });

  it('is asked of the engine where the other dies, which starts anew without a word to the page', async () => {
    const { engine, writers, readers, events } = setUp();
    const asked = engine.request('jobColumns', job);
    readers[0]!.say({ kind: 'ready' });
    readers[0]!.die();
    await turn();
    writers[0]!.reply([]);
    readers[1]!.say({ kind: 'ready' });
    expect([await asked, events]).toEqual([[], []]);
  });

  it('is not asked for twice where a newer look has ended it', async () => {
    const { engine, writers, readers } = setUp();
    const asked = engine.request('filterRows', { ...job, filter: {} });
    readers[0]!.refuse({ code: 'cancelled', detail: {} });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(writers).toHaveLength(0);
  });

  it.each<[EngineName, object]>([['deleteJob', job], ['handOverTo', { ...job, path: '/a' }], ['repairTo', { ...job, path: '/a', source: null }]])('lets go of the file before %s, and does not open it until that is over', async (name, input) => {
    const { engine, asked, readers, writers } = setUp();
    const done = engine.request(name, input);
    expect([asked(readers), asked(writers)]).toEqual([['releaseJob'], []]);
    readers[0]!.reply(null);
    await turn();
    expect(asked(writers)).toEqual([name]);
    const page = engine.request('rowsAt', { ...job, positions: [1] });
    writers[0]!.reply([]);
    await page;
    writers[0]!.say({ kind: 'reply', seq: 1, reply: { ok: true, value: null } });
    await done;
    expect([asked(readers), asked(writers)]).toEqual([['releaseJob'], [name, 'rowsAt']]);
    void engine.request('rowsAt', { ...job, positions: [1] });
    expect(asked(readers)).toEqual(['releaseJob', 'rowsAt']);
  });

  it('goes on without a process for it that does not answer a release', async () => {
    const { engine, asked, readers, writers } = setUp();
    void engine.request('deleteJob', job);
    readers[0]!.die();
    await turn();
    expect(asked(writers)).toEqual(['deleteJob']);
  });

  it('stops a search in both, wherever it goes on', async () => {
    const { engine, asked, readers, writers } = setUp();
    void engine.request('cancelFind', job);
    readers[0]!.reply(null);
    await turn();
    expect([asked(readers), asked(writers)]).toEqual([['cancelFind'], ['cancelFind']]);
  });

  it('has the list as it was seen last read before the page asks for it, once', async () => {
    const { engine, asked, readers } = setUp();
    engine.start();
    expect(asked(readers)).toEqual(['listJobs']);
    readers[0]!.reply([]);
    expect([await engine.list({ kept: true }), asked(readers)]).toEqual([[], ['listJobs']]);
    const again = engine.list({ kept: true });
    readers[0]!.reply([]);
    expect([await again, asked(readers)]).toEqual([[], ['listJobs', 'listJobs']]);
  });

  it('ends with the engine', async () => {
    const { engine, readers, writers } = setUp();
    const left = engine.request('listRecipes', {});
    engine.start();
    const stopped = engine.stop({ waitMs: 0, graceMs: 10_000 });
    for (const child of [readers[0]!, writers[0]!]) child.reply(null);
    await stopped;
    await expect(left).rejects.toMatchObject({ code: 'engine-stopped' });
    expect([readers[0]!.killed, writers[0]!.killed]).toEqual([1, 1]);
  });
});

describe('the status of a job', () => {
  it('has the figures of its run, which are in no file, as long as it runs', async () => {
    const { engine, readers, writers } = setUp();
    void engine.request('listJobs', {});
    writers[0]!.say(told('running', { pace: 1 }));
    const running = engine.status('j1');
    readers[0]!.reply(status('running'));
    expect(await running).toEqual(status('running', { pace: 1 }));
    writers[0]!.say(told('paused'));
    const paused = engine.status('j1');
    readers[0]!.reply(status('paused'));
    expect(await paused).toEqual(status('paused'));
  });

  it('is not an older one than the engine has told since it was asked for', async () => {
    const { engine, readers, writers } = setUp();
    void engine.request('listJobs', {});
    const asked = engine.status('j1');
    writers[0]!.say(told('finished'));
    readers[0]!.reply(status('running'));
    expect(await asked).toEqual(status('finished'));
  });

  it('has no figures of a run that died with the engine', async () => {
    const { engine, readers, writers } = setUp();
    const left = engine.request('listJobs', {});
    writers[0]!.say({ kind: 'ready' });
    writers[0]!.say(told('running', { pace: 1 }));
    writers[0]!.die();
    writers[1]!.say({ kind: 'ready' });
    const asked = engine.status('j1');
    readers[0]!.reply(status('running'));
    expect(await asked).toEqual(status('running'));
    await expect(left).rejects.toMatchObject({ code: 'engine-stopped' });
  });
});
