import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { shownWords } from '#engine/jobs/run/shownWords.ts';
import { makeJob, profileRow, run, temporaryFolder } from '../../support/jobs.ts';
import { httpAnswer, rawServer } from '../../support/rawServer.ts';

const item = JSON.stringify({ Custom_ID: 4711, email: 'maria@example.com', name: 'Марія Іваненко', phones: ['+380671234567'], city: { name: 'Львів' } });

describe('what a server said of a whole request', () => {
  it.each([
    ['its own words alone', 'tariff limit of 5000 profiles is reached', 'tariff limit of 5000 profiles is reached'],
    ['an address', 'bad profile maria@example.com', 'bad profile …'],
    ['an address in capitals', 'bad profile MARIA@EXAMPLE.COM', 'bad profile …'],
    ['an address of somebody else', 'clashes with ivan@example.org!', 'clashes with …'],
    ['a name', 'no consent of Марія Іваненко', 'no consent of …'],
    ['half a name', 'no consent of Іваненко here', 'no consent of … here'],
    ['a name cut off', 'no consent of Іване…', 'no consent of ……'],
    ['a value of an object', 'unknown city Львів', 'unknown city …'],
    ['a key', 'profile 4711 not found', 'profile … not found'],
    ['a telephone number, written otherwise', 'call (067) 123-45-67', 'call (…'],
    ['what was sent, as JSON escapes it', JSON.stringify({ was: 'Іваненко' }).replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`), '{"was":"…"}'],
    ['what was sent, as a URL writes it', `name=${encodeURIComponent('Марія')}`, 'name=…'],
    ['what was sent, as a page writes it', 'name &#1051;&#1100;&#1074;&#1110;&#1074;', 'name …'],
  ])('%s', (_, text, shown) => {
    expect(shownWords(text, [item])).toBe(shown);
  });
});

describe('people’s data that a server says back', () => {
  const cleanUp: (() => Promise<unknown> | void)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  const row = (index: number) => profileRow(1_000 + index, { name: `Мешканка${String.fromCharCode(0x430 + (index % 30)).repeat(3)}`, email: `p${index}@example.com` });

  async function pausedBy(answer: (body: string) => Buffer, rows: number) {
    const folder = temporaryFolder();
    cleanUp.push(() => folder.remove());
    const server = await rawServer((request, socket) => void socket.write(answer(request.body)));
    cleanUp.push(() => server.close());
    const file = makeJob(join(folder.path, 'a.importjob'), Array.from({ length: rows }, (_, index) => row(index)));
    cleanUp.push(() => file.close());
    await run(file, { url: server.url, token: 'a-token-of-a-test', limits: { profiles: 200, bytes: 1_000_000 }, streams: 1 });
    return file;
  }

  it.each([
    ['JSON', 403, (body: string) => JSON.stringify({ error: 403, error_text: `no right for ${body}` })],
    ['a page', 403, (body: string) => `<p>Forbidden: ${body.slice(0, 250)}</p>`],
    ['an entity page', 404, (body: string) => `Not found: ${[...body.slice(60, 160)].map((one) => `&#${one.codePointAt(0) ?? 0};`).join('')}`],
  ])('in %s under %i do not reach the status', async (_, status, words) => {
    const file = await pausedBy((body) => httpAnswer(status, words(body)), 3);
    const shown = JSON.stringify(jobStatus(file, null));
    expect(shown).toContain(`"code":${status === 403 && words('').startsWith('{') ? 403 : 'null'}`);
    expect(shown).not.toMatch(/Мешканк|@example/);
  });

  it('of rows refused one by one stay with their rows, and do not reach the pause', async () => {
    const refuse = (body: string): Buffer => {
      const { data } = JSON.parse(body) as { readonly data: readonly { readonly name: string; readonly email: string }[] };
      return httpAnswer(200, JSON.stringify({ error: 0, result: data.map(({ name, email }) => ({ error: 404, error_text: `${name} (${email}) is not there` })) }));
    };
    const file = await pausedBy(refuse, 800);
    const { pause } = jobStatus(file, null);
    expect(pause).toMatchObject({ reason: 'rows-refused', code: 404 });
    expect(pause?.text).toMatch(/is not there$/);
    expect(pause?.text).not.toMatch(/Мешканк|@example/);
    expect(file.failures.groups(1_000).groups[0]?.text).toMatch(/^Мешканка.* \(p\d+@example.com\) is not there$/);
  });
});
