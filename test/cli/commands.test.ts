import ExcelJS from 'exceljs';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook, type SampleCounts } from '../../electron/practice/sampleWorkbook.ts';
import { cli, cliProcess } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let expected: SampleCounts;
let workbook: string;
let recipe: string;

beforeAll(async () => {
  folder = temporaryFolder();
  workbook = join(folder.path, 'clients.xlsx');
  recipe = join(folder.path, 'recipe.json');
  expected = await writeSampleWorkbook({ rows: 1_000, out: workbook });
  writeFileSync(recipe, JSON.stringify(sampleRecipe));
  server = await startPractice();
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

const inFolder = (name: string): string => join(folder.path, name);

describe('looking at a file', () => {
  it('inspect tells sheets, header, columns, types and suggestions', async () => {
    const { code, out } = await cli(['inspect', workbook, '--json']);
    expect(code).toBe(0);
    const inspection = JSON.parse(out);
    expect(inspection).toMatchObject({ sheet: 'Profiles', headerRow: 1, kind: 'xlsx' });
    expect(inspection.sheets).toContainEqual({ name: 'Lists', visibility: 'hidden', kind: 'cells' });
    const email = inspection.columns.find(({ header }: { header: string }) => header === 'Email');
    expect(email).toMatchObject({ letter: 'D', guessedType: 'email', suggestion: { field: 'email' } });
  });

  it('values tells the different values of a column in the whole sheet', async () => {
    const { code, out } = await cli(['values', workbook, '--column', 'Topics', '--separator', ';', '--json']);
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ rows: expected.read, more: false, errors: 0 });
    expect(found.values.length).toBe(found.distinct);
    const table = await cli(['values', workbook, '--column', '@I', '--separator', ';', '--limit', '1']);
    expect(table.out).toBe('');
    expect(table.err).toContain(`${found.values[0].count}  ${found.values[0].value}\n${found.distinct} different values in 1,000 rows`);
    const missing = await cli(['values', workbook, '--column', 'Topic']);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('nearest: “Topics”') });
  });

  it('rows prints a line for every row with values, header included', async () => {
    const small = inFolder('small.xlsx');
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('One');
    sheet.addRow(['Code', 'When', 'Yes', 'Name']);
    sheet.getCell('A2').value = 7;
    sheet.getCell('A2').numFmt = '0000';
    sheet.getCell('B2').value = new Date(Date.UTC(2024, 0, 31));
    sheet.getCell('B2').numFmt = 'dd.mm.yyyy';
    sheet.getCell('C2').value = true;
    sheet.getCell('D4').value = 'Ёлка';
    await book.xlsx.writeFile(small);
    const { code, out } = await cli(['rows', small]);
    expect(code).toBe(0);
    expect(out.trim().split('\n').map((line) => JSON.parse(line))).toEqual([
      { row: 1, cells: [{ t: 's', v: 'Code' }, { t: 's', v: 'When' }, { t: 's', v: 'Yes' }, { t: 's', v: 'Name' }] },
      { row: 2, cells: [{ t: 'n', v: 7, text: '0007', f: '0000' }, { t: 'd', v: '2024-01-31T00:00:00', text: '31.01.2024', f: 'dd.mm.yyyy' }, { t: 'b', v: true }] },
      { row: 4, cells: [null, null, null, { t: 's', v: 'Ёлка' }] },
    ]);
  });
});

describe('the main job', () => {
  it('goes from a workbook to updated profiles, failures, retry and export, each with its exit code', { timeout: 60_000 }, async () => {
    // What starts a thread, a connection and a writer is started as an operator does; the rest needs no process of its own.
    const fromSource = true;
    const token = server.token;
    const job = inFolder('main.importjob');
    const prepared = await cliProcess(['prepare', workbook, '--recipe', recipe, '--job', job, '--json'], { fromSource });
    expect(prepared.code).toBe(0);
    const { empty, invalid, duplicate, ready, read } = expected;
    expect(JSON.parse(prepared.out)).toMatchObject({ state: 'ready', countsAddUp: true, counts: { read, empty, invalid, duplicate, notSent: ready } });

    const preview = await cli(['preview', job, '--limit', '3']);
    const items = preview.out.trim().split('\n').map((line) => JSON.parse(line));
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ Custom_ID: expect.any(Number), source: 'crm-export' });

    const ran = await cliProcess(['run', job, '--url', server.url, '--chunk-profiles', '100', '--json'], { token, fromSource });
    expect(ran.code).toBe(3);
    const status: JobStatus = JSON.parse(ran.out);
    expect(status).toMatchObject({ state: 'finished', countsAddUp: true, counts: { accepted: expected.accepted, failed: expected.notFound + expected.emailTaken } });
    expect(server.journal.summary()).toMatchObject({ itemsApplied: expected.accepted, appliedMoreThanOnce: 0 });

    const failures = JSON.parse((await cli(['failures', job, '--json'])).out);
    expect(failures.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0)).toBe(expected.notFound + expected.emailTaken);

    const retried = await cli(['retry', job, '--code', '404', '--json']);
    expect(JSON.parse(retried.out)).toEqual({ rows: expected.notFound, standBack: 0, round: 2 });
    const again = await cli(['run', job, '--url', server.url, '--json'], { token });
    expect(again.code).toBe(3);
    expect(JSON.parse(again.out)).toMatchObject({ state: 'finished', round: 2 });
    expect(server.journal.requests().at(-1)?.profiles).toBe(expected.notFound);
    const requests = server.journal.requests().length;
    const idle = await cli(['run', job, '--url', server.url, '--json'], { token });
    expect([idle.err, server.journal.requests().length]).toEqual([expect.stringContaining('nothing was sent this time'), requests]);

    const out = inFolder('failed.xlsx');
    expect((await cliProcess(['export', job, '--rows', 'failed', '--out', out], { fromSource })).code).toBe(0);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(out);
    const sheet = book.worksheets[0]!;
    expect(sheet.rowCount - 1).toBe(expected.notFound + expected.emailTaken);
    expect(sheet.getRow(1).values).toEqual([undefined, 'Client No', 'First name', 'Last name', 'Email', 'Mobile', 'Home', 'Birthday', 'Interests', 'Topics', 'Note', '[Import] Row', '[Import] Status', '[Import] Code', '[Import] Text', '[Import] Profile ID', '[Import] Cells']);
    expect(sheet.getRow(2).getCell(12).value).toBe('failed');
    expect(sheet.getRow(2).getCell(14).text).toMatch(/not found|another profile/);
    expect((await cli(['export', job, '--rows', 'failed', '--out', out])).code).toBe(2);
  });

  it('exports every row with its state and the profile id the platform gave', async () => {
    const out = inFolder('all.csv');
    expect((await cli(['export', inFolder('main.importjob'), '--rows', 'all', '--out', out])).code).toBe(0);
    const lines = readFileSync(out, 'utf8').replace(/^\uFEFF/, '').trim().split('\r\n');
    const ids = lines.filter((line) => /,accepted,(?:,|0,[^,]*),[0-9a-f]{24},/.test(line));
    expect(ids.length).toBe(expected.accepted);
    expect(lines.filter((line) => line.includes(',invalid,')).length).toBe(expected.invalid);
  });

  it('exports CSV that an Excel in Russian opens in columns, with other delimiters as asked', async () => {
    const heads: string[] = [];
    for (const [name, ...options] of [['ru', '--locale', 'ru'], ['tab', '--delimiter', 'tab'], ['semicolon', '--delimiter', ';']] as const) {
      const out = inFolder(`${name}.csv`);
      expect((await cli(['export', inFolder('main.importjob'), '--rows', 'invalid', '--out', out, ...options])).code).toBe(0);
      heads.push(readFileSync(out, 'utf8').slice(0, 21));
    }
    expect(heads).toEqual(['\uFEFFClient No;First name;', '\uFEFFClient No\tFirst name\t', '\uFEFFClient No;First name;'].map((head) => head.slice(0, 21)));
    expect((await cli(['export', inFolder('main.importjob'), '--rows', 'invalid', '--out', inFolder('no.csv'), '--delimiter', '|'])).code).toBe(2);
  });

  it('ends with 0 when everything was accepted, and says so again when asked again', async () => {
    const job = inFolder('clean.importjob');
    makeJob(job, profiles(10, 500_000)).close();
    expect((await cli(['run', job, '--url', server.url], { token: server.token })).code).toBe(0);
    const before = server.journal.requests().length;
    expect((await cli(['run', job, '--url', server.url], { token: server.token })).code).toBe(0);
    expect(server.journal.requests().length).toBe(before);
  });

  it('ends with 4 when the job has to pause, with the server’s own words', async () => {
    const job = inFolder('paused.importjob');
    makeJob(job, profiles(10, 510_000)).close();
    const { code, err } = await cli(['run', job, '--url', server.url], { token: 'f'.repeat(32) });
    expect(code).toBe(4);
    const status: JobStatus = JSON.parse((await cli(['status', job, '--json'])).out);
    expect(status).toMatchObject({ state: 'paused', counts: { notSent: 10 } });
    expect(err).toContain(status.pause?.text ?? 'nothing');
    expect((await cli(['run', job, '--url', server.url], { token: server.token })).code).toBe(0);
  });
});

describe('before the whole', () => {
  it('a simulation writes the bodies, a trial sends ten rows, a run the rest', async () => {
    const job = inFolder('careful.importjob');
    makeJob(job, profiles(250, 560_000)).close();
    const simulated = await cli(['simulate', job, '--out', inFolder('bodies'), '--chunk-profiles', '100', '--json']);
    expect(JSON.parse(simulated.out)).toMatchObject({ requests: 3, profiles: 250 });
    const tried = await cli(['run', job, '--url', server.url, '--trial', '--json'], { token: server.token });
    expect(tried.code).toBe(0);
    expect(JSON.parse(tried.out)).toMatchObject({ state: 'paused', pause: { reason: 'trial' }, counts: { accepted: 10, notSent: 240 } });
    const ran = await cli(['run', job, '--url', server.url, '--json'], { token: server.token });
    expect(JSON.parse(ran.out)).toMatchObject({ state: 'finished', counts: { accepted: 250 } });
    expect(server.journal.appliedMoreThanOnce()).toEqual([]);
  });

  it('a job is simulated and sent in XML where that is asked for, and settled in XML whatever is asked for later', async () => {
    const job = inFolder('xml.importjob');
    makeJob(job, profiles(300)).close();
    const bodies = inFolder('bodies-xml');
    expect((await cli(['simulate', job, '--out', bodies, '--chunk-profiles', '10', '--format', 'xml'])).code).toBe(0);
    expect(readFileSync(join(bodies, 'request-00001.xml'), 'utf8')).toMatch(/^<xml><db_id>7<\/db_id>.*<data><Custom_ID>1<\/Custom_ID><\/data>\n/);
    let kill = (): void => undefined;
    const own = await startPractice({ population: 1_000, faults: { rules: [{ kind: 'slow', ms: 5 }] }, onRequest: ({ number }) => number === 5 && kill() });
    const args = ['run', job, '--url', own.url, '--chunk-profiles', '10', '--json', '--format'];
    const ended = await cliProcess([...args, 'xml'], { token: own.token, started: (child) => (kill = () => void child.kill('SIGKILL')) });
    expect(ended.signal).toBe('SIGKILL');
    const resumed = await cli([...args, 'json'], { token: own.token });
    expect([resumed.code, JSON.parse(resumed.out)]).toMatchObject([0, { state: 'finished', counts: { accepted: 300 } }]);
    expect(own.journal.summary()).toMatchObject({ distinctProfiles: 300, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
    await own.close();
    expect((await cli([...args, 'yaml'], { token: own.token })).code).toBe(2);
  });

  it('databases and fields are asked of the platform', async () => {
    const found = JSON.parse((await cli(['databases', '--url', server.url, '--json'], { token: server.token })).out);
    expect(found).toContainEqual({ id: 7, name: expect.any(String) });
    const fields = JSON.parse((await cli(['fields', '--url', server.url, '--db', '7', '--json'], { token: server.token })).out);
    expect(fields).toContainEqual(expect.objectContaining({ name: 'Custom_ID', type: 'int', system: false }));
    expect((await cli(['databases', '--url', server.url], { token: 'f'.repeat(32) })).code).toBe(4);
  });
});

describe('an interrupt', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s waits for the requests under way, ends with 130 and can be resumed', async (signal) => {
    const job = inFolder(`${signal}.importjob`);
    const first = signal === 'SIGINT' ? 520_000 : 530_000;
    makeJob(job, profiles(1_000, first)).close();
    let kill = (): void => undefined;
    const own = await startPractice({ faults: { rules: [{ kind: 'slow', ms: 5 }] }, onRequest: ({ number }) => number === 5 && kill() });
    const args = ['run', job, '--url', own.url, '--chunk-profiles', '10', '--json'];
    const ended = await cliProcess(args, { token: own.token, started: (child) => (kill = () => void child.kill(signal)) });
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.out)).toMatchObject({ state: 'paused', pause: { reason: signal === 'SIGINT' ? 'asked' : 'closed' }, counts: { sending: 0, unknown: 0 } });
    expect((await cli(args, { token: own.token })).code).toBe(0);
    expect(own.journal.appliedMoreThanOnce()).toEqual([]);
    expect(own.journal.applied().size).toBe(1_000);
    await own.close();
  });

  it('a second one ends at once; what was under way is unknown and is settled on resume', async () => {
    const job = inFolder('twice.importjob');
    makeJob(job, profiles(30, 540_000)).close();
    let kill = (): void => undefined;
    const own = await startPractice({ faults: { rules: [{ kind: 'hang', requests: [1] }] }, onRequest: () => kill() });
    const args = ['run', job, '--url', own.url, '--streams', '1', '--json'];
    const ended = await cliProcess(args, {
      token: own.token,
      started: (child) => {
        kill = () => void child.kill('SIGINT');
        // Well apart, as two keystrokes are: one Ctrl-C may arrive twice and counts once.
        child.stderr?.on('data', (data) => String(data).includes('stopping') && setTimeout(() => child.kill('SIGINT'), 300));
      },
    });
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.out)).toMatchObject({ counts: { unknown: 30 } });
    expect((await cli(args, { token: own.token })).code).toBe(0);
    expect(own.journal.appliedMoreThanOnce()).toEqual([]);
    await own.close();
  });
});

describe('wrong use ends with 2 and one clear sentence', () => {
  it.each([
    ['an unknown command', ['fly']],
    ['a missing option', ['prepare', 'x.xlsx']],
    ['a number out of range', ['run', 'x.importjob', '--url', 'https://example.com', '--streams', '9']],
    ['a file that is not there', ['inspect', 'no-such-file.xlsx']],
    ['a job that is not there', ['status', 'no-such.importjob']],
    ['an address without encryption', ['run', 'x.importjob', '--url', 'http://example.com']],
  ])('%s', async (_, args) => {
    const { code, err } = await cli(args, { token: 'x' });
    expect(code).toBe(2);
    expect(err).not.toMatch(/\n\s+at /);
    expect(err.trim()).not.toBe('');
  });

  it('a recipe with mistakes names each by its path', async () => {
    const bad = inFolder('bad.json');
    writeFileSync(bad, JSON.stringify({ ...sampleRecipe, request: { ...sampleRecipe.request, db_id: 'seven' }, colour: 'red' }));
    const { code, err } = await cli(['prepare', workbook, '--recipe', bad, '--job', inFolder('bad.importjob')]);
    expect(code).toBe(2);
    expect(err).toContain('request.db_id');
    expect(err).toContain('colour');
  });

  it('a recipe whose column is missing names it and makes no job', async () => {
    const bad = inFolder('missing.json');
    const fields = [...sampleRecipe.fields, { field: 'note', type: 'string', column: 'Frist name' }];
    writeFileSync(bad, JSON.stringify({ ...sampleRecipe, fields }));
    const { code, err } = await cli(['prepare', workbook, '--recipe', bad, '--job', inFolder('missing.importjob')]);
    expect(code).toBe(2);
    expect(err).toContain('Frist name');
    expect(err).toContain('First name');
    expect(existsSync(inFolder('missing.importjob'))).toBe(false);
  });

  it('a job that exists is not written over', async () => {
    const job = inFolder('exists.importjob');
    makeJob(job, profiles(3)).close();
    const before = readFileSync(job);
    expect((await cli(['prepare', workbook, '--recipe', recipe, '--job', job])).code).toBe(2);
    expect(readFileSync(job).equals(before)).toBe(true);
  });

  it('no token is asked for by name', async () => {
    const job = inFolder('no-token.importjob');
    makeJob(job, profiles(3)).close();
    const { code, err } = await cli(['run', job, '--url', server.url]);
    expect(code).toBe(2);
    expect(err).toContain('token');
  });
});
