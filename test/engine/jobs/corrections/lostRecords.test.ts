import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { repairWords } from '#contract/repairWords.ts';
import type { Fault } from '#contract/faults.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { batches, redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { jobMapping } from '#engine/jobs/jobMapping.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { jobPlace } from '../../../support/jobPlace.ts';
import { run } from '../../../support/jobs.ts';
import { isLong } from '../../../support/longForms.ts';
import { forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';
import { zeroTable } from '../../../support/repairs.ts';
import { takeOver } from '../../../support/takeOver.ts';

const place = jobPlace({ population: 2_000, keepItems: true, faults: { rules: [{ kind: 'reject-items', customIds: [3, 5], code: 422, text: 'No such city', perKey: 1 }] } });
/** The whole job, and what each of its rows was to be. */
let whole: string;
let truth: readonly Row[];

interface Row {
  readonly state: string;
  readonly item: string;
}

const rows: readonly SourceRow[] = Array.from({ length: 620 }, (_, index) => [index % 50 === 40 ? 'x' : String(index + 1), `Имя ${index}`, index % 60 === 31 ? 'never' : '31.01.2024']);
const clock = systemClock;

/** Two blocks, a part sent and one of it refused; batches of one cell and of many, several over the same cell, a mend, a pick, and one that was undone. */
beforeAll(async () => {
  whole = await prepareRows(place.folder, rows);
  const made = open(whole);
  await run(made, { ...place.server, trial: 30 });
  await edit(made, [set(3, 1, 'Третий'), set(41, 0, '41'), set(41, 1, 'Anna'), set(511, 0, '511'), set(602, 2, '01.02.2024')]);
  await edit(made, [set(602, 2, '02.02.2024'), set(603, 1, 'Olga'), set(603, 2, '03.02.2024'), set(604, 0, '605')]);
  await applyMend(made, { column: 1, mends: [{ kind: 'replace', find: 'Имя', with: 'Name', whole: false }], selection: { kind: 'rows', positions: [300, 400, 500, 600, 602, 603] }, onlyFixing: false }, { clock, origin: 'window' });
  await pickRow(made, { clock, origin: 'window', position: 604 });
  await edit(made, [set(5, 1, 'Пятый'), set(91, 2, 'no date'), set(605, 1, 'Stands back')]);
  await edit(made, [set(300, 1, 'Last'), set(602, 2, '04.02.2024')]);
  await edit(made, [set(2, 0, '1'), set(200, 1, 'Undone')], { sendAgain: true });
  await undoBatch(made, { clock });
  truth = factsOf(made);
  expect(new Set(truth.map(({ state }) => state))).toEqual(new Set(['accepted', 'ready', 'invalid', 'duplicate']));
  made.close();
});

function factsOf(made: JobFile, count = rows.length): readonly Row[] {
  const positions = Array.from({ length: count }, (_, index) => index + 1);
  const items = Array.from(made.items.texts(positions), ({ json }) => json);
  return items.map((item, index) => ({ state: made.states.at(index + 1), item }));
}

const marked = (made: JobFile): readonly number[] => rowsOf(made).filter(({ errors }) => errors.some(({ reason }) => reason === 'correction-lost')).map(({ position }) => position);

let words = '';

async function repaired(damages: readonly string[] | ((path: string) => void), withSource: boolean, from = whole): Promise<JobFile> {
  const path = join(place.folder, `${randomUUID()}.importjob`);
  copyFileSync(from, path);
  if (typeof damages === 'function') damages(path);
  else {
    const db = new Database(path);
    for (const sql of damages) expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
  }
  expect(checkJob(path).whole).toBe(false);
  const out = path.replace('.importjob', '-repaired.importjob');
  const { note } = await repairJob({ job: path, out, clock, ...(withSource ? { source: from.replace('.importjob', '.csv') } : {}) });
  takeOver(out);
  words = repairWords(note).join('\n');
  return place.open(out);
}

/** Nothing is to be sent but what was to be, and cells give what is to be sent: but where the row says that it lost a correction. */
function mustBeHonest(made: JobFile): void {
  made.check();
  made.problems.groups();
  expect(jobStatus(made, null).countsAddUp).toBe(true);
  const found = factsOf(made);
  const job = made.job.read()!;
  const mapping = jobMapping(made, job);
  if (!mapping.ok) throw new Error('the recipe does not fit');
  const lost = new Set(marked(made));
  // Compared at once: one comparison for each row takes longer than what is compared.
  const told: unknown[] = [];
  const right: unknown[] = [];
  for (const row of rowsOf(made)) {
    const [was, is] = [truth[row.position - 1]!, found[row.position - 1]!];
    if (was.state === 'accepted') {
      told.push([row.position, is.state]);
      right.push([row.position, 'accepted']);
    }
    if (lost.has(row.position)) {
      expect(['invalid', 'accepted', 'unknown']).toContain(is.state);
      continue;
    }
    const mapped = mapping.mapper.map(row);
    told.push([row.position, is, is.item]);
    right.push([row.position, was, mapped.kind === 'item' ? mapped.json : '']);
  }
  expect(told).toEqual(right);
}

/** Whatever is done next to rows of which a correction was lost, no value from before it comes back. */
async function mustStayHonest(made: JobFile): Promise<void> {
  const lost = marked(made);
  for (const turn of [undoBatch, redoBatch]) {
    try {
      await turn(made, { clock });
    } catch (error) {
      expect((error as Fault).code).toMatch(/^(correction-lost|nothing-to-undo)$/);
    }
  }
  mustBeHonest(made);
  if (lost.length === 0) return;
  const mend = { column: 1, mends: [{ kind: 'case', to: 'upper' } as const], selection: { kind: 'rows' as const, positions: [...lost] }, onlyFixing: false };
  expect((await previewMend(made, mend)).refused).toBe((await applyMend(made, mend, { clock, origin: 'window', sendAgain: true })).refusedRows);
  mustBeHonest(made);
}

const tables = ['correction_batch', 'correction', 'corrected_row'] as const;
const places = { first: 'ORDER BY 1, 2, 3 LIMIT 1', middle: 'ORDER BY 1, 2, 3 LIMIT 1 OFFSET (SELECT count(*) / 2 FROM', last: 'ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1' } as const;
const keys = { correction_batch: 'id', correction: 'position, col, batch', corrected_row: 'batch, position' } as const;

function damageAt(table: (typeof tables)[number], place: keyof typeof places, kind: 'seal' | 'gone'): string {
  const order = place === 'middle' ? `${places.middle} ${table})` : places[place];
  const where = `WHERE (${keys[table]}) IN (SELECT ${keys[table]} FROM ${table} ${order.replace(/, 3( DESC)?/, table === 'correction' ? ', 3$1' : '').replace(/, 2( DESC)?/, table === 'correction_batch' ? '' : ', 2$1')})`;
  return kind === 'gone' ? `DELETE FROM ${table} ${where}` : `UPDATE ${table} SET seal = seal + 1 ${where}`;
}

describe('a repair with one record of the corrections damaged', () => {
  const all = tables.flatMap((table) => (['first', 'middle', 'last'] as const).flatMap((place) => (['seal', 'gone'] as const).map((kind) => ({ table, place, kind }))));
  // Of each table each place is damaged in one way, and both ways come; the long form has all.
  const tried = all.filter(({ place, kind }, index) => isLong || (kind === 'gone') === ((place !== 'middle') === (index < 12)));

  it.each(tried)('keeps all others where the $place of $table is damaged ($kind)', async ({ table, place, kind }) => {
    const made = await repaired([damageAt(table, place, kind)], kind === 'gone');
    mustBeHonest(made);
    expect(words).toMatch(/\d+ corrections are kept/);
    expect(marked(made).length).toBeLessThanOrEqual(table === 'correction' ? 1 : kind === 'gone' && table === 'correction_batch' ? 30 : 0);
    await mustStayHonest(made);
  });
});

describe('rows of which a correction was lost', () => {
  it('name the cell and what was to be sent, and are right again once it is typed in', async () => {
    const made = await repaired(['DELETE FROM correction WHERE position = 603 AND col = 2', 'DELETE FROM correction WHERE position = 602 AND batch = 6'], true);
    mustBeHonest(made);
    expect(rowsOf(made)[602]).toMatchObject({ state: 'invalid', errors: [{ column: 'C', header: 'Born', field: '_bdate', value: '2024-02-03', reason: 'correction-lost' }] });
    expect(rowsOf(made)[601]).toMatchObject({ state: 'invalid', errors: [{ column: 'C', value: '2024-02-04' }] });
    expect(words).toMatch(/19 corrections are kept, 2 are lost\. 2 rows are marked/);
    await edit(made, [set(603, 1, 'Somebody')]);
    expect(rowsOf(made)[602]).toMatchObject({ state: 'invalid', errors: [{ column: 'C' }] });
    await undoBatch(made, { clock });
    // One of them is what is there already.
    await edit(made, [set(602, 2, '02.02.2024'), set(603, 2, '03.02.2024')], { typed: true });
    expect([602, 603].map((position) => made.states.at(position))).toEqual(['ready', 'ready']);
    expect(factsOf(made)[602]).toEqual(truth[602]);
    await undoBatch(made, { clock });
    expect([602, 603].map((position) => made.states.at(position))).toEqual(['invalid', 'invalid']);
    mustBeHonest(made);
    await redoBatch(made, { clock });
    expect(marked(made)).toEqual([]);
    mustHold(made);
  });

  it('are put right alike by a mend that says what the cells are to be, and by no other', async () => {
    const made = await repaired(['UPDATE correction SET seal = 0 WHERE batch = 3'], false);
    mustBeHonest(made);
    const lost = marked(made);
    expect(lost).toEqual([400, 500, 600, 602]);
    const wish = { column: 1, selection: { kind: 'problem', reason: 'correction-lost' } as const, onlyFixing: false };
    const blind = await applyMend(made, { ...wish, mends: [{ kind: 'case', to: 'upper' }] }, { clock, origin: 'window' });
    expect([blind.rows, blind.refused[0]?.reason]).toEqual([0, 'correction-lost']);
    expect((await applyMend(made, { ...wish, mends: [{ kind: 'set', value: 'All alike' }] }, { clock, origin: 'window' })).rows).toBe(4);
    expect(marked(made)).toEqual([]);
    mustHold(made);
  });

  it('go out for correcting with what was to be sent, and are right when they come back', async () => {
    const made = await repaired(['DELETE FROM correction WHERE position = 602 AND batch = 6', 'DELETE FROM correction WHERE position = 603 AND col = 2'], false);
    const out = await forCorrecting(made, place.folder, 'invalid');
    let note = '';
    const back = await rewritten(out, (sheet) => {
      sheet.eachRow((row) => {
        if (row.getCell(1).text !== '603') return;
        note = JSON.stringify(row.getCell(3).note);
        row.getCell(3).value = '03.02.2024';
      });
    });
    expect(note).toContain('“2024-02-03” was to be sent');
    expect((await takeBack(made, back)).result?.rows).toBe(1);
    expect(factsOf(made)[602]).toEqual(truth[602]);
    expect(marked(made)).toEqual([602]);
  });

  it('stay accepted where they were sent, and are not sent again by what is left of their cells', async () => {
    const small = await prepareRows(place.folder, [['701', 'Old', '31.01.2024'], ['702', 'Other', '']]);
    const sent = open(small);
    await edit(sent, [set(1, 1, 'New'), set(1, 2, '01.02.2024')]);
    await run(sent, place.server);
    sent.close();
    const made = await repaired(['DELETE FROM correction WHERE col = 2'], true, small);
    expect(rowsOf(made)[0]).toMatchObject({ state: 'accepted', errors: [{ column: 'C', value: '2024-02-01', leftOut: true }] });
    expect((await edit(made, [set(1, 1, 'Newer')], { sendAgain: true })).refused).toEqual([{ row: 2, reason: 'accepted-invalid' }]);
    await edit(made, [set(1, 2, '01.02.2024')], { sendAgain: true });
    expect(rowsOf(made)[0]).toMatchObject({ state: 'ready', errors: [] });
    expect(factsOf(made, 1)[0]?.item).toContain('"_fname":"New","_bdate":"2024-02-01"');
  });

  it('are told once more where the repaired job is damaged and repaired', async () => {
    const first = await repaired(['DELETE FROM correction WHERE position = 603 AND col = 2'], true);
    const path = first.path;
    first.close();
    const db = new Database(path);
    db.exec('UPDATE correction SET seal = 0 WHERE position = 5; UPDATE chunk SET seal = 0 WHERE id = 1');
    db.close();
    const out = path.replace('.importjob', '-again.importjob');
    await repairJob({ job: path, out, clock });
    takeOver(out);
    const file = place.open(out);
    expect(marked(file)).toEqual([5, 603]);
    mustBeHonest(file);
    expect(batches(file).map(({ act }) => act.lost ?? null)).toContain(1);
  });
});

describe('a job repaired before, of which something else is damaged', () => {
  it.each([
    ['a request', 'UPDATE chunk SET seal = 0 WHERE id = 1'],
    ['states and items', 'UPDATE block_state SET seal = 0 WHERE first = 501; UPDATE block_item SET seal = 0 WHERE first = 501'],
  ])('still holds rows back that lost a correction: %s', async (_, sql) => {
    const first = await repaired(['DELETE FROM correction WHERE position = 603 AND col = 2'], true);
    const { path } = first;
    first.close();
    const db = new Database(path);
    db.exec(sql);
    db.close();
    const out = path.replace('.importjob', '-again.importjob');
    await repairJob({ job: path, out, clock, source: whole.replace('.importjob', '.csv') });
    takeOver(out);
    const file = place.open(out);
    expect(marked(file)).toEqual([603]);
    expect(rowsOf(file)[602]).toMatchObject({ errors: [{ column: 'C', value: '2024-02-03' }] });
    expect(factsOf(file)[602]?.item).toBe('');
    const mend = await applyMend(file, { column: 1, mends: [{ kind: 'case', to: 'upper' }], selection: { kind: 'rows', positions: [603] }, onlyFixing: false }, { clock, origin: 'window' });
    expect(mend.refusedRows).toBe(1);
    file.check();
  });
});

describe('a repair of corrections that are lost by pages', () => {
  it.each([false, true])('marks no row where the page of the batches is lost and their rows and cells are all there (source: %s)', async (withSource) => {
    const made = await repaired((path) => zeroTable(path, 'correction_batch', 'root'), withSource);
    expect(marked(made)).toEqual([]);
    await mustStayHonest(made);
  });

  it('marks those alone that may be hit, where a page of another table is lost too', async () => {
    const made = await repaired((path) => {
      zeroTable(path, 'correction_batch', 'root');
      zeroTable(path, 'attempt', 'root');
    }, true);
    expect(marked(made)).toEqual([]);
  });

  it.each(tables)('sends nothing as it was before where all of %s is gone', async (table) => {
    const made = await repaired([`DELETE FROM ${table}`, 'UPDATE block_item SET seal = 0 WHERE first = 501'], true);
    await mustStayHonest(made);
    const found = factsOf(made);
    for (const [index, { state, item }] of found.entries()) if (state === 'ready') expect([index + 1, item]).toEqual([index + 1, truth[index]!.item]);
  });
});
