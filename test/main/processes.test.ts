import { describe, expect, it, vi } from 'vitest';
import { createPractice, type PracticeChild } from '../../electron/main/practice/practice.ts';
import { createOfferedFiles } from '../../electron/main/ipc/offeredFiles.ts';
import { fileHandlers } from '../../electron/main/ipc/files.ts';
import { mayLeave } from '../../electron/main/window/mayLeave.ts';
import { createQuit } from '../../electron/main/window/quit.ts';
import type { ActionId } from '#contract/actions.ts';
import { menuTemplate } from '../../electron/main/window/menu.ts';
import { placesOf } from '../../electron/main/places.ts';
import { createRecentFiles } from '../../electron/main/recentFiles.ts';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('the practice server', () => {
  function setUp() {
    const children: { say: (message: unknown) => void; die: () => void; killed: () => number }[] = [];
    const practice = createPractice((): PracticeChild => {
      let say: (message: unknown) => void = () => undefined;
      let die: () => void = () => undefined;
      let killed = 0;
      children.push({ say: (message) => say(message), die: () => die(), killed: () => killed });
      return { onMessage: (listener) => (say = listener), onExit: (listener) => (die = listener), kill: () => void (killed += 1) };
    });
    return { practice, children };
  }
  const address = { url: 'http://127.0.0.1:4711', token: 'abc' };

  it('is started once, however often it is asked for', async () => {
    const { practice, children } = setUp();
    const asked = Promise.all([practice.start(), practice.start()]);
    for (const noise of [null, 'x', {}, { url: 1, token: 'abc' }]) children[0]!.say(noise);
    children[0]!.say({ ...address, port: 4711 });
    expect(await asked).toEqual([address, address]);
    expect([await practice.start(), children.length]).toEqual([address, 1]);
    practice.stop();
    expect(children[0]!.killed()).toBe(1);
  });

  it('is started anew after it has died', async () => {
    const { practice, children } = setUp();
    const first = practice.start();
    children[0]!.die();
    await expect(first).rejects.toMatchObject({ code: 'engine-stopped' });
    const second = practice.start();
    children[1]!.say(address);
    expect(await second).toEqual(address);
  });
});

describe('quitting', () => {
  const event = () => ({ preventDefault: vi.fn() });

  it('waits until jobs are paused, once, however often it is asked for', async () => {
    let stopped: () => void = () => undefined;
    const stop = vi.fn(() => new Promise<void>((resolve) => (stopped = resolve)));
    const exit = vi.fn();
    const quit = createQuit({ mayLeave: async () => true, stop, quit: exit });
    const [first, second, last] = [event(), event(), event()];
    quit.beforeQuit(first);
    quit.beforeQuit(second);
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
    expect([first.preventDefault.mock.calls.length, second.preventDefault.mock.calls.length]).toEqual([1, 1]);
    expect(exit).not.toHaveBeenCalled();
    stopped();
    await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce());
    quit.beforeQuit(last);
    quit.windowClose(last);
    expect(last.preventDefault).not.toHaveBeenCalled();
  });

  it('is not held up where the system takes no waiting', () => {
    const quit = createQuit({ mayLeave: async () => false, stop: async () => undefined, quit: () => undefined, mustEnd: () => true });
    const last = event();
    quit.beforeQuit(last);
    expect(last.preventDefault).not.toHaveBeenCalled();
  });

  it.each([
    ['a stop that fails', { mayLeave: async () => true, stop: () => Promise.reject(new Error('x')) }],
    ['a question that cannot be asked', { mayLeave: () => Promise.reject(new Error('x')), stop: async () => undefined }],
  ])('is not prevented by %s', async (_, parts) => {
    const exit = vi.fn();
    createQuit({ ...parts, quit: exit }).beforeQuit(event());
    await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce());
  });

  it('is begun by closing the window, which stays; after a no nothing has happened, and it can be asked again', async () => {
    const stop = vi.fn(async () => undefined);
    const answers = [false, true];
    const exit = vi.fn();
    const quit = createQuit({ mayLeave: async () => answers.shift() ?? true, stop, quit: () => (exit(), quit.beforeQuit(event())) });
    const close = event();
    quit.windowClose(close);
    expect(close.preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    await Promise.resolve();
    expect(stop).not.toHaveBeenCalled();
    await vi.waitFor(() => {
      quit.windowClose(event());
      expect(stop).toHaveBeenCalledOnce();
    });
  });

  it('asks only where a job runs, and nobody when the system itself ends the program', async () => {
    const ask = vi.fn(async () => 'stay' as const);
    const goOn = vi.fn();
    expect(await mayLeave({ running: async () => 0, ask, goOn, isForced: () => false })).toBe(true);
    expect(await mayLeave({ running: () => Promise.reject(new Error('dead')), ask, goOn, isForced: () => false })).toBe(true);
    expect(await mayLeave({ running: async () => 2, ask, goOn, isForced: () => true })).toBe(true);
    expect(ask).not.toHaveBeenCalled();
    expect(await mayLeave({ running: async () => 2, ask, goOn, isForced: () => false })).toBe(false);
    expect(ask).toHaveBeenCalledWith(2);
  });
});

describe('a file dropped on the page', () => {
  const page = { origin: 'app://importer', parent: null };
  const source = { sourceId: 's1', name: 'clients.xlsx', bytes: 1 };

  it('is known to the page by an id from then on', async () => {
    const take = vi.fn(async () => source);
    expect(await createOfferedFiles({ request: vi.fn() }, { take, tellSystem: vi.fn() })(page, '/home/me/clients.xlsx')).toEqual({ ok: true, value: { source } });
    expect(take).toHaveBeenCalledExactlyOnceWith('/home/me/clients.xlsx');
  });

  it('is opened as a job where it is one', async () => {
    const job = { jobId: 'j1' };
    const request = vi.fn(async () => job);
    expect(await createOfferedFiles({ request } as never, { take: vi.fn(), tellSystem: vi.fn() })(page, '/home/me/March.ImportJob')).toEqual({ ok: true, value: { job } });
    expect(request).toHaveBeenCalledExactlyOnceWith('openJobFile', { path: '/home/me/March.ImportJob' });
  });

  it.each(['', 'clients.xlsx', '../clients.xlsx', 'file:///etc/passwd', '/a\0b', 7, null, undefined, {}, ['/a'], `/${'a'.repeat(40_000)}`])(
    'is refused as %j',
    async (path) => {
      const request = vi.fn();
      expect(await createOfferedFiles({ request }, { take: vi.fn(), tellSystem: vi.fn() })(page, path)).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
      expect(request).not.toHaveBeenCalled();
    },
  );

  it('is not taken from another page', async () => {
    const request = vi.fn();
    const reply = await createOfferedFiles({ request }, { take: vi.fn(), tellSystem: vi.fn() })({ origin: 'https://example.com', parent: null }, '/a.xlsx');
    expect([reply, request.mock.calls.length]).toEqual([{ ok: false, fault: { code: 'forbidden', detail: {} } }, 0]);
  });
});

describe('commands with a dialog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dialogs-'));
  const answers: Readonly<Record<string, unknown>> = { jobStatus: { source: { name: 'clients.march.xlsx' } }, exportTo: { name: 'x', rows: 3 } };
  const simulation = { jobId: 'j1', connectionId: 'c1', chunkProfiles: 100, chunkBytes: 10_000 };
  function setUp(path: string | null) {
    const request = vi.fn(async (name: string, _input: unknown) => answers[name] ?? null);
    const chooseExport = vi.fn(async (_name: string) => path);
    const chooseHandover = vi.fn(async (_suggested: string) => path);
    const dialogs = { chooseSource: async () => path, chooseJobFile: async () => path, chooseWorkbook: async () => path, chooseRecipe: async () => path, chooseRecipeTarget: async () => path, chooseExport, chooseHandover, chooseRepaired: async () => path, confirmClose: async () => 'pause' as const, chooseFolder: async () => path, chooseReport: async () => null, chooseCertificate: async () => null };
    const recent = createRecentFiles({ engine: { request } as never, path: join(folder, 'recent.json'), onChange: () => undefined, system: { add: () => undefined, clear: () => undefined } });
    return { request, chooseExport, chooseHandover, handlers: fileHandlers({ request } as never, dialogs, recent) };
  }

  it('give null when it is dismissed, and ask nothing of the engine', async () => {
    const { request, handlers } = setUp(null);
    expect([await handlers.chooseSource({}), await handlers.openJob({}), request.mock.calls.length]).toEqual([null, null, 0]);
    expect(await handlers.simulateJob(simulation)).toBeNull();
    expect(await handlers.exportRows({ jobId: 'j1', rows: 'failed' })).toBeNull();
    expect(await handlers.handOverJob({ jobId: 'j1' })).toBeNull();
    request.mockResolvedValueOnce({ source: 'clients.xlsx' });
    expect(await handlers.repairJob({ jobId: 'j1', withSource: true })).toBeNull();
    expect(request.mock.calls.map(([name]) => name)).toEqual(['jobStatus', 'jobStatus', 'checkJob']);
  });

  it('ask for the workbook of a damaged job and for a new file, named after it', async () => {
    const { request, handlers } = setUp(join(folder, 'saved'));
    request.mockResolvedValueOnce({ source: 'clients.march.xlsx' });
    await handlers.repairJob({ jobId: 'j1', withSource: true });
    expect(request).toHaveBeenLastCalledWith('repairTo', { jobId: 'j1', path: join(folder, 'saved.importjob'), source: join(folder, 'saved') });
    request.mockResolvedValueOnce({ source: null });
    await handlers.repairJob({ jobId: 'j1', withSource: false });
    expect(request).toHaveBeenLastCalledWith('repairTo', { jobId: 'j1', path: join(folder, 'saved.importjob'), source: null });
  });

  it('suggest a name for a job that is handed over, and end one that only lacks its last step without asking', async () => {
    const { request, chooseHandover, handlers } = setUp(join(folder, 'for PC-7'));
    await handlers.handOverJob({ jobId: 'j1', adopt: true });
    expect(chooseHandover).toHaveBeenCalledExactlyOnceWith('clients.march.importjob');
    expect(request).toHaveBeenLastCalledWith('handOverTo', { jobId: 'j1', adopt: true, path: join(folder, 'for PC-7.importjob') });
    request.mockResolvedValueOnce({ source: null, handedOver: { to: '/media/a.importjob', at: '', step: 'begun' } });
    await handlers.handOverJob({ jobId: 'j1' });
    expect(chooseHandover).toHaveBeenLastCalledWith('/media/a.importjob');
    request.mockResolvedValueOnce({ source: null, handedOver: { to: '/media/a.importjob', at: '', step: 'given' } });
    await handlers.handOverJob({ jobId: 'j1' });
    expect([chooseHandover.mock.calls.length, request.mock.lastCall]).toEqual([2, ['handOverTo', { jobId: 'j1', path: '/media/a.importjob' }]]);
  });

  it('suggest a name made of the workbook’s, and give the export an ending', async () => {
    const { request, chooseExport, handlers } = setUp(join(folder, 'mine'));
    expect(await handlers.exportRows({ jobId: 'j1', rows: 'failed' })).toEqual({ name: 'x', rows: 3 });
    expect(chooseExport).toHaveBeenCalledExactlyOnceWith('clients.march failed.xlsx');
    expect(request).toHaveBeenLastCalledWith('exportTo', { jobId: 'j1', rows: 'failed', path: join(folder, 'mine.xlsx') });
  });

  it('hand the folder chosen for a simulation to the engine', async () => {
    const { request, handlers } = setUp(folder);
    await handlers.simulateJob(simulation);
    expect(request).toHaveBeenCalledExactlyOnceWith('simulateInto', { ...simulation, folder });
  });

  it('do not replace a file that the dialog did not ask about', async () => {
    writeFileSync(join(folder, 'there.xlsx'), 'mine');
    const { request, handlers } = setUp(join(folder, 'there'));
    await expect(handlers.exportRows({ jobId: 'j1', rows: 'all' })).rejects.toMatchObject({ code: 'output-exists', detail: { name: 'there.xlsx' } });
    expect(request.mock.calls.map(([name]) => name)).toEqual(['jobStatus']);
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the menu', () => {
  const parts = { language: 'system', theme: 'system', available: new Set<ActionId>(), recent: [], run: () => undefined, openRecent: () => undefined, installCommand: () => undefined } as const;

  it('has developer tools only while developing', () => {
    expect(JSON.stringify(menuTemplate({ ...parts, isMac: false, devTools: false }))).not.toMatch(/toggleDevTools|reload/i);
    expect(JSON.stringify(menuTemplate({ ...parts, isMac: true, devTools: true }))).toContain('toggleDevTools');
  });

  it('makes the command known in terminals where no installer does', () => {
    expect([true, false].map((isMac) => JSON.stringify(menuTemplate({ ...parts, isMac, devTools: false })).includes('Install the command line tool'))).toEqual([true, false]);
  });
});

describe('the places', () => {
  it('keep all that is written under the home', () => {
    const places = placesOf('/app/dist', '/home/me/importer');
    expect([places.data, places.secrets]).toEqual([join('/home/me/importer', 'data'), join('/home/me/importer', 'secrets.json')]);
  });
});
