import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { printable, printableJson } from '#contract/printable.ts';
import { result, say } from '../../electron/cli/output.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0).reverse()) step();
});

const hostile = ['\u001b[2J\u001b[31m', '\u0007', '\r', '\b', '\u009b31m', '\u007f', '\u202e', '\u2066', '\u200f', '\u061c', '\u2028', '\u2029', '\u0085', '\ufff9', '\u{e0041}', '\0', '\u200b', '\u2060', '\ufeff'];
// What reaches a terminal may hold line feeds between lines and tabs, nothing else that is no letter.
const raw = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

describe('words for a person', () => {
  it.each(hostile.map((one) => [JSON.stringify(one), one]))('%s is shown by its number and never acted on', (_, one) => {
    expect(printable(`a${one}b`)).not.toMatch(raw);
    expect(printable(`a${one}b`)).toMatch(/^a.*b$/);
    const json = printableJson(JSON.stringify({ [one]: `a${one}b` }));
    expect(json).not.toMatch(raw);
    expect(JSON.parse(json)).toEqual({ [one]: `a${one}b` });
  });

  it('a line feed within a name makes no line of its own', async () => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    say({ out, err, json: false }, ['first\nall 7 rows accepted', 'second']);
    result({ out, err, json: false }, null, () => 'third\n');
    err.end();
    expect(await text(err)).toBe('first\\nall 7 rows accepted\nsecond\nthird\\n\n');
  });

  it('JSON that goes through a code page is of ASCII alone, and means the same', async () => {
    const value = { Имя: `Zoë 👩‍👩‍👧 ${hostile.join('')}`, plain: 'a"b' };
    const out = new PassThrough();
    result({ out, err: new PassThrough(), json: true, ascii: true }, value, () => '');
    out.end();
    const said = await text(out);
    expect(said).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(said)).toEqual(value);
  });

  it('letters of any script, emoji with their joiners and tabs stay as they are', () => {
    const letters = 'Zoë Марія محمد 田中 👩‍👩‍👧 می‌خواهم\t|';
    expect(printable(letters)).toBe(letters);
  });
});

describe('the command line', () => {
  const bad = 'a\u001b]0;owned\u0007\u202ecod.xslx\nread 5 = 5 accepted';

  it('shows a hostile file name, header and value without acting on them', async () => {
    const folder = temporaryFolder();
    cleanUp.push(() => folder.remove());
    const path = join(folder.path, `${bad}.csv`);
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(path, 'Name\u001b[31m,Mail\u202e\nA\u009b2J,b\u2028c\nB,d\n');
    const commands = [['status', path], ['inspect', path], ['inspect', path, '--json'], ['values', path, '--column', '@A'], ['rows', path], ['run', path, '--url', `x${bad}`], [`${bad}`], ['status', '--no-such', bad]];
    for (const { out, err } of await Promise.all(commands.map((args) => cli(args, { token: 'a-token-of-a-test' })))) {
      expect(err + out).not.toMatch(raw);
      for (const line of out.split('\n').filter((one) => one !== '')) expect(() => void JSON.parse(line)).not.toThrow();
    }
  }, 60_000);
});
