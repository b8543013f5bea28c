import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '#contract/language.ts';
import { startPractice } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { openHost, still } from './openHost.ts';

afterEach(() => setLanguage('en'));

describe('the list to practise with', () => {
  it.each([
    ['en', 'Sample clients.xlsx', 'Client number'],
    ['ru', 'Учебный список клиентов.xlsx', 'Номер клиента'],
  ] as const)('in the language %s ends with people updated, and with rows that are invalid, duplicates and refused', async (language, name, header) => {
    const folder = temporaryFolder();
    const host = openHost(join(folder.path, 'home'));
    const server = await startPractice();
    try {
      setLanguage(language);
      const { source, recipe } = await host.ask('makeSample', {});
      expect(source.name).toBe(name);
      const { columns, seen } = await host.ask('inspectSource', { sourceId: source.sourceId });
      expect(columns[0]?.header).toBe(header);
      const { jobId } = await host.ask('prepareJob', { sourceId: source.sourceId, recipe, name, seen });
      expect((await host.ask('jobStatus', { jobId })).counts).toMatchObject({ read: 128, invalid: 5, duplicate: 3, empty: 1, notSent: 119 });
      const access = { baseUrl: server.url, token: server.token, tokenInBody: true, practice: true };
      const ended = host.next(still);
      await host.ask('runJob', { jobId, access, streams: 1, chunkProfiles: 5_000, chunkBytes: 8_000_000, pauseWhenRefused: 90 });
      expect(await ended).toMatchObject({ state: 'finished', server: 'practice', counts: { accepted: 115, failed: 4 } });
    } finally {
      await host.ask('shutdown', { waitMs: 0 });
      await server.close();
      folder.remove();
    }
  });
});
