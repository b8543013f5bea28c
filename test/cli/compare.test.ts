import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '#contract/comparison.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let job: string;

beforeAll(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 100 });
  job = await prepareRows(folder.path, [['1', 'Olga', '1951-02-02'], ['500', 'Nobody', ''], ['2', 'Vera', '']]);
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const compare = (...args: readonly string[]): Promise<Ended> => cli(['compare', job, '--url', server.url, ...args], { token: server.token });

describe('compare', { timeout: 60_000 }, () => {
  it('tells profiles as they are now beside what they would become, as words and as JSON, and changes nothing', async () => {
    const words = await compare();
    expect([words.code, words.out]).toEqual([0, '']);
    expect(words.err).toContain('row 2 (1): changed\n  _fname: changed: Boris → Olga\n');
    expect(words.err).toContain('row 3 (500): not found\nrow 4 (2): unchanged\n');
    expect(words.err).toContain('3 compared of 3 that would be updated: 1 not found, 1 unchanged, 1 changed\n');
    const made = JSON.parse((await compare('--sample', '2', '--json')).out) as Comparison;
    expect(made).toMatchObject({ sample: 2, waiting: 3, ended: null, counts: { changed: 1, notFound: 1 } });
    expect(JSON.parse((await cli(['status', job, '--json'])).out)).toMatchObject({ state: 'ready', attempts: 0, server: null });
  });

  it('speaks Russian', async () => {
    expect((await compare('--language', 'ru')).err).toContain('Сравнено профилей: 3 из 3, которые будут обновлены; не найдено: 1, без изменений: 1, изменится: 1');
  });

  it('ends with the code of what keeps it from comparing', async () => {
    const wrong = await cli(['compare', job, '--url', server.url], { token: 'f'.repeat(32) });
    expect([wrong.code, wrong.err]).toEqual([4, expect.stringContaining('refused the request')]);
    expect((await compare('--sample', '1001')).code).toBe(2);
    expect((await cli(['compare', job, '--url', 'http://127.0.0.1:9', '--token-file', 'nowhere'])).code).toBe(2);
  });
});
