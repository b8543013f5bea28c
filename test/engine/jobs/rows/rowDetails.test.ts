import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#engine/jobs/clock.ts';
import { undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { membersOf, partsOf } from '#engine/jobs/rows/jsonParts.ts';
import { rowDetails } from '#engine/jobs/rows/rowDetails.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../../electron/practice/index.ts';
import { edit, prepareRows, set } from '../../../support/corrections.ts';
import { run, temporaryFolder } from '../../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;
let server: PracticeServer | null = null;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  file.close();
  folder.remove();
  await server?.close();
  server = null;
});

describe('what is told of a row', () => {
  it('is its cells as read and as corrected, what is sent of each, and every correction', async () => {
    file = openJobFile(await prepareRows(folder.path, [['x', 'Anna', '31.01.1990']]), { create: false });
    expect(rowDetails(file, 1)).toMatchObject({ row: 2, state: 'invalid', item: null, history: [{ kind: 'checked', state: 'invalid' }] });
    await edit(file, [set(1, 0, '12345678901234567')]);
    const told = rowDetails(file, 1)!;
    expect([told.original[0], told.cells[0], told.state]).toEqual([{ t: 's', v: 'x' }, { t: 's', v: '12345678901234567' }, 'ready']);
    expect(told.uses.map(({ column, field, sent }) => [column, field, sent])).toEqual([[0, 'Custom_ID', '12345678901234567'], [1, '_fname', '"Anna"'], [2, '_bdate', '"1990-01-31"']]);
    expect(told.uses[2]?.how).toMatchObject({ type: 'date', order: 'dmy', found: true });
    expect(told.history).toMatchObject([{ kind: 'checked', state: 'invalid' }, { kind: 'corrected', batch: 1, state: 'applied', cells: [{ column: 0, before: { v: 'x' }, after: { v: '12345678901234567' } }] }]);
    await undoBatch(file, { clock: systemClock });
    expect(rowDetails(file, 1)).toMatchObject({ state: 'invalid', history: [{}, { kind: 'corrected', state: 'undone' }] });
    expect(rowDetails(file, 2)).toBeNull();
  });

  it('has what the platform said of this very row, and that it was sent again', async () => {
    server = await startPractice({ population: 10 });
    file = openJobFile(await prepareRows(folder.path, [['1', 'Anna', ''], ['999999', 'Boris', ''], ['3', 'Clara', '']]), { create: false });
    await run(file, server);
    expect(rowDetails(file, 1)?.history).toMatchObject([{ kind: 'checked', state: 'ready' }, { kind: 'sent', profiles: 3, round: 1 }, { kind: 'answered', outcome: 'answered', row: { code: 0, profileId: expect.any(String) } }]);
    const failed = rowDetails(file, 2)!;
    expect(failed.history.at(-1)).toMatchObject({ kind: 'answered', row: { code: file.failures.at(2)?.code, text: file.failures.at(2)?.text } });
    await edit(file, [set(2, 0, '2')]);
    await run(file, server);
    expect(rowDetails(file, 2)?.history.map(({ kind }) => kind)).toEqual(['checked', 'sent', 'answered', 'corrected', 'sent', 'answered']);
    expect(rowDetails(file, 2)?.history.at(-1)).toMatchObject({ row: { code: 0 } });
    expect(rowDetails(file, 2)?.history[0]).toMatchObject({ state: 'ready' });
  });

  it('names subscriptions, objects and joined columns by the rules that take the cell', async () => {
    const [source, path] = [join(folder.path, 'a.csv'), join(folder.path, 'a.importjob')];
    writeFileSync(source, 'No,First,Last,Email,City\n1,Anna,"A, ""B""",anna@example.com,Riga\n');
    await prepareJob({ source, job: path, jobId: randomUUID(), clock: systemClock, recipe: {
      version: 2, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
      fields: [
        { field: 'Custom_ID', type: 'int', column: 'No' },
        { field: 'name', type: 'string', template: '{First} {Last}' },
        { field: 'address', type: 'object', members: [{ name: 'city', type: 'string', column: 'City' }] },
      ],
      subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Email' }, status: { value: 'subscribed' } }],
    } });
    file = openJobFile(path, { create: false });
    const uses = rowDetails(file, 1)!.uses.map(({ column, field, sent, how }) => [column, field, sent, how.with]);
    expect(uses).toEqual([
      [0, 'Custom_ID', '1', []],
      [1, 'name', '"Anna A, \\"B\\""', ['C']],
      [2, 'name', '"Anna A, \\"B\\""', ['B']],
      [4, 'address.city', '{"city":"Riga"}', []],
      [3, 'subscriptions[0].email', expect.stringContaining('anna@example.com'), []],
    ]);
  });
});

describe('the parts of a JSON', () => {
  it('are the very text that stands there', () => {
    file = openJobFile(join(folder.path, 'none.importjob'), { create: true });
    expect([...membersOf('{"a":12345678901234567890,"b,}":["x]",{"c":"\\\\"}],"d":{}}')]).toEqual([['a', '12345678901234567890'], ['b,}', '["x]",{"c":"\\\\"}]'], ['d', '{}']]);
    expect(partsOf('[]')).toEqual([]);
    expect(partsOf('[{"a":[1,2]},3]')).toEqual(['{"a":[1,2]}', '3']);
    expect([...membersOf('{}')]).toEqual([]);
  });
});
