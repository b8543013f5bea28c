import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { outcomes, prepared, preparedAgain } from '../../support/exports.ts';
import { temporaryFolder } from '../../support/jobs.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let names = 0;

const recipe: Recipe = {
  version: 2,
  source: { headerRow: 1, delimiter: ';' },
  request: { db_id: 7, matching: 'custom', field_name: 'k' },
  fields: [{ field: 'k', type: 'int', column: 'k' }, { field: 'v', type: 'string', column: 'v' }],
};

const fileOf = (content: string | Buffer): string => {
  const path = join(folder.path, `${(names += 1)}.csv`);
  writeFileSync(path, content);
  return path;
};

const reasons = async (content: string | Buffer) => {
  const job = await prepared(fileOf(content), folder.path, recipe);
  const found = outcomes(job);
  const again = await preparedAgain(job, folder.path, 'csv');
  expect(outcomes(again)).toEqual(found);
  job.close();
  again.close();
  return found.map(({ state, errors }) => errors[0]?.reason ?? state);
};

describe('Records of a text file that are longer than its header', () => {
  it('are invalid for what stands behind the last header, and never for empty fields', async () => {
    expect(await reasons('k;v;w\n1;a;x\n2;b;x;\n3;c;x;;\n4;d;x;"";;\n5;e;x;y\n6;f;x;;y\n7;g;;;;;;\n')).toEqual(['ready', 'ready', 'ready', 'ready', 'row-too-long', 'row-too-long', 'ready']);
  });
});

describe('Headers that look the same', () => {
  it('are told when a file is looked at and when it is prepared', async () => {
    const path = fileOf('k;v;E-mail;Е-mail\n1;a;x@example.com;y@example.com\n');
    expect((await inspectSource(path)).warnings).toContainEqual({ kind: 'headers-alike', header: 'E-mail', columns: ['C', 'D'] });
    const job = await prepared(path, folder.path, recipe);
    expect(job.job.read()?.notes).toEqual([{ kind: 'headers-alike', count: 2, rows: [], columns: ['C', 'D'] }]);
    job.close();
  });
});

describe('A short file in UTF-8 that ends inside a letter', () => {
  it.each([[1, 'я'], [1, '€'], [2, '€'], [3, '😀']])('is UTF-8, and its last row cut off (%i of %s)', async (bytes, letter) => {
    const content = Buffer.concat([Buffer.from('k;v\n1;Иванов\n2;Петров\n3;Сидоро'), Buffer.from(letter).subarray(0, bytes)]);
    const { csv, columns } = await inspectSource(fileOf(content));
    expect(csv?.encoding.value).toBe('utf-8');
    expect(columns[1]?.samples.slice(0, 2)).toEqual(['Иванов', 'Петров']);
    expect(await reasons(content)).toEqual(['ready', 'ready', 'row-cut-off']);
  });

  it('is another encoding where that letter is the only one', async () => {
    const { csv } = await inspectSource(fileOf(Buffer.concat([Buffer.from('k;v\n1;Paris\n2;caf'), Buffer.from([0xe9])])));
    expect(csv?.encoding.value).not.toBe('utf-8');
  });
});
