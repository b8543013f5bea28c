import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { cli, type CommandOptions } from '../support/cli.ts';
import { prepareRows } from '../support/corrections.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
const inFolder = (name: string): string => join(folder.path, name);
const russian = (args: readonly string[], options?: CommandOptions) => cli([...args, '--language', 'ru'], options);

beforeAll(async () => {
  folder = temporaryFolder();
  await writeSampleWorkbook({ rows: 200, out: inFolder('clients.xlsx') });
  writeFileSync(inFolder('recipe.json'), JSON.stringify(sampleRecipe));
  server = await startPractice();
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

describe('the command line in Russian', () => {
  it('prepares, sends, tells and exports a job', async () => {
    const job = inFolder('clients.importjob');
    const prepared = await russian(['prepare', inFolder('clients.xlsx'), '--recipe', inFolder('recipe.json'), '--job', job]);
    expect(prepared.code).toBe(0);
    expect(prepared.err).toMatch(/готово к запуску: прочитано 200 = \d+ пуст(?:ая|ые|ых) \+ \d+ с ошибками \+ \d+ дубликат(?:а|ов)? \+ /);
    expect(prepared.err).toMatch(/первые ошибки:\n {2}строка \d+, столбец [A-Z]+ «/);
    const run = await russian(['run', job, '--url', server.url], { token: server.token });
    expect(run.err).toMatch(/завершено: прочитано 200 = /);
    expect(run.err).toMatch(/раунд 1: ответ получен на \d+ из \d+ порци[ий], \d+ запрос/);
    const status = await russian(['status', job]);
    expect(status.err).toContain('завершено: прочитано 200 = ');
    const exported = await russian(['export', job, '--rows', 'invalid', '--out', inFolder('invalid.xlsx')]);
    expect(exported.err).toMatch(/записано в .*invalid\.xlsx: \d+ строк/);
    for (const { err } of [prepared, status]) expect(err).not.toMatch(/\b(?:read|row|rows|accepted|not sent|column|warning|note)\b/);
  });

  it('tells problems, proposals and corrections in sentences, numbers with the decimal mark of the language', async () => {
    const job = await prepareRows(folder.path, [['1', '"1.234,5"', '31.01.2024'], ['2', 'x', 'нет'], ['1', '', '']]);
    const proposals = await russian(['proposals', job]);
    expect(proposals.err).toMatch(/^столбец C «Born», 1 строка: неверная дата: [^\n]*\(--reason incorrect-date\)$/m);
    expect(proposals.err.replaceAll(/--reason \S+|^ {4}mend .*$/gm, '')).not.toMatch(/[a-z]+-[a-z]+/);
    const mended = await russian(['mend', job, '--column', 'Name', '--do', 'decimal:,', '--preview']);
    expect(mended.err).toContain('строка 2: «1.234,5» → число 1234,5\n');
    expect((await russian(['mend', job, '--column', 'Name', '--do', 'decimal:,'])).code).toBe(0);
    expect((await russian(['duplicates', job])).err).toContain('| 1234,5 |');
    expect((await russian(['duplicates', job, '--fill', '--preview'])).err).toContain('1234,5 (');
    const filled = await russian(['duplicates', job, '--fill']);
    expect(filled.err.match(/заполнен/g)).toHaveLength(1);
    expect((await russian(['edit', job, '--row', '2', '--column', 'Name', '--value', 'y', '--preview'])).err).toContain('«1234,5» → «y»');
  });

  it('gives the same JSON as in English, the words in it included', async () => {
    const job = inFolder('clients.importjob');
    for (const args of [['status', job], ['failures', job], ['undo', job, '--list', '--redo'], ['retry', job, '--row', '999'], ['status'], ['mend', job, '--column', 'X', '--do', 'trim'], ['mend', job, '--column', 'E', '--do', 'trim'], ['mend', job, '--column', '@A', '--do', 'nothing'], ['mend', job, '--column', '@A', '--do', 'round:x'], ['find', job, 'a', '--column', 'X'], ['prepare', inFolder('clients.xlsx'), '--recipe', inFolder('none.json'), '--job', inFolder('x.importjob')]]) {
      const [english, spoken] = [await cli([...args, '--json']), await russian([...args, '--json'])];
      expect([spoken.code, spoken.out]).toEqual([english.code, english.out]);
    }
  });

  it('has help and errors of usage in Russian, Commander’s own words among them', async () => {
    const help = await russian(['run', '--help']);
    expect(help.out).toContain('Использование: profile-importer run [параметры] <задание>');
    expect(help.out).toContain('Параметры:');
    expect(help.out).not.toMatch(/\b(?:Usage|Options|display help|choices|default)\b/);
    const mistyped = await russian(['status', 'a', '--jsn']);
    expect([mistyped.code, mistyped.err]).toEqual([2, 'ошибка: неизвестный параметр «--jsn»\n(Возможно, имелось в виду --json?)\n']);
    const port = await russian(['practice', '--port', 'x']);
    expect(port.err).toBe('ошибка: у параметра «--port <число>» недопустимое значение «x»: нужно целое число от 0 до 65 535\n');
  });
});
