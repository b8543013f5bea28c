import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import type { Notice } from '#contract/notices.ts';
import { listenToNotices } from '#files/notices.ts';
import { noticeEvents } from '../../electron/worker/noticeEvents.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let host: OpenHost;
let heard: Notice[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  host = openHost(join(folder.path, 'home'));
  heard = [];
  listenToNotices((notice) => heard.push(notice));
});
afterEach(async () => {
  listenToNotices(() => undefined);
  await host.ask('shutdown', { waitMs: 0 });
  folder.remove();
});

it('a job in a synchronised folder is told of when it is opened', async () => {
  mkdirSync(join(folder.path, 'Dropbox'));
  const path = join(folder.path, 'Dropbox', 'a.importjob');
  makeJob(path, profiles(1)).close();
  await host.ask('openJobFile', { path });
  expect(heard).toEqual([{ kind: 'shared', path, place: { kind: 'synchronised', by: 'Dropbox' } }]);
});

it('a job that others could read is told of when it is opened', async (ctx) => {
  if (process.platform === 'win32') ctx.skip('modes mean nothing on Windows');
  const path = join(folder.path, 'a.importjob');
  makeJob(path, profiles(1)).close();
  chmodSync(path, 0o644);
  await host.ask('openJobFile', { path });
  expect(heard).toEqual([{ kind: 'narrowed', path }]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('thousands of notices reach the page as one event, without a path', () => {
  vi.useFakeTimers();
  const events: EngineEvent[] = [];
  const tell = noticeEvents((event) => events.push(event));
  for (let number = 0; number < 5_000; number += 1) tell({ kind: 'narrowed', path: join(folder.path, `${number}.importjob`) });
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  expect(events).toHaveLength(1);
  expect(JSON.stringify(events)).toContain('4.importjob');
  expect(JSON.stringify(events)).not.toContain(folder.path);
});
