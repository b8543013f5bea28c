import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shownText } from '#contract/cells.ts';
import { previewWords, stillWords } from '#contract/mendWords.ts';
import type { GroupProposals, MendRequest } from '#contract/mends.ts';
import type { Recipe } from '#contract/recipe.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { listProposals } from '#engine/jobs/mending/proposals.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { previewMend } from '#engine/jobs/mending/previewMend.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../../../electron/practice/sampleWorkbook.ts';
import { correctedJob } from '../../../support/correctedJob.ts';
import { mustHold } from '../../../support/corrections.ts';

const scene = correctedJob();

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'No' },
    { field: 'email', type: 'email', column: 'Email' },
    { field: '_bdate', type: 'date', column: 'Born', order: 'dmy' },
    { field: 'phone', type: 'phone', column: 'Phone' },
    { field: 'sum', type: 'float', column: 'Sum', decimal: '.' },
  ],
};

interface Row {
  readonly no?: string;
  readonly email?: string;
  readonly born?: string;
  readonly phone?: string;
  readonly sum?: string;
}

async function prepare(source: string, wanted: Recipe): Promise<JobFile> {
  const job = join(scene.folder, `${randomUUID()}.importjob`);
  await prepareJob({ source, recipe: wanted, job, jobId: randomUUID(), clock: systemClock });
  return scene.open(job);
}

async function job(rows: readonly Row[], more: Partial<Recipe> = {}): Promise<JobFile> {
  const source = join(scene.folder, `${randomUUID()}.csv`);
  const lines = rows.map(({ no, email = '', born = '', phone = '', sum = '' }, index) => [no ?? String(index + 1), email, born, phone, sum].map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
  writeFileSync(source, ['No,Email,Born,Phone,Sum', ...lines].join('\n'));
  return prepare(source, { ...recipe, ...more });
}

const kinds = (groups: readonly GroupProposals[]): readonly unknown[] =>
  groups.map(({ column, reason, proposals }) => [column, reason, proposals.map(({ request: { mends }, preview: { right } }) => [mends[0]!.kind, right])]);

/** What the proposal of a kind makes of the first cell. */
function firstOf(groups: readonly GroupProposals[], column: string, kind: string): string | undefined {
  const sample = groups.flatMap((group) => (group.column === column ? group.proposals : [])).find(({ request: { mends } }) => mends[0]!.kind === kind)?.preview.samples[0];
  return sample === undefined ? undefined : shownText(sample.after);
}

const cases: readonly (readonly [string, Row, column: string, kind: string, after: string])[] = [
  ['three addresses in one cell', { email: 'a@b.com; c@d.com, e@f.com' }, 'B', 'take', 'a@b.com'],
  ['spaces inside an address', { email: 'anna @example.com' }, 'B', 'spaces', 'anna@example.com'],
  ['a letter of the other alphabet', { email: '\u0430nna@example.com' }, 'B', 'letters', 'anna@example.com'],
  ['a name around the address', { email: 'Anna <anna@example.com>' }, 'B', 'address', 'anna@example.com'],
  ['a comma in the domain', { email: 'anna@gmail,com' }, 'B', 'domain', 'anna@gmail.com'],
  ['another date order', { born: '05/31/2020' }, 'C', 'dates', '2020-05-31'],
  ['digits of another script', { born: '٠١.٠٢.١٩٩٠' }, 'C', 'width', '01.02.1990'],
  ['short years', { born: '31.05.90' }, 'C', 'dates', '1990-05-31'],
  ['no country', { phone: '8 900 000-00-01' }, 'D', 'country', '+79000000001'],
  ['00 for +', { phone: '007 916 123-45-67' }, 'D', 'abroad', '+79161234567'],
  ['8~10 for +', { phone: '8~10 380 67 123-45-67' }, 'D', 'abroad', '+380671234567'],
  ['an extension', { phone: '+7 495 123-45-67 доб. 5' }, 'D', 'extension', '+74951234567'],
  ['a trunk digit', { phone: '+7 8 900 000-00-01' }, 'D', 'trunk', '+79000000001'],
  ['several phones', { phone: '+7 900 000-00-01, +7 900 000-00-02' }, 'D', 'take', '+7 900 000-00-01'],
  ['another decimal mark', { sum: '1234,5' }, 'E', 'decimal', '1234.5'],
  ['a word for nothing', { sum: 'нет' }, 'E', 'map', ''],
  ['a line break', { no: '12 \n 3' }, 'A', 'spaces', '123'],
];

describe('Proposals', () => {
  it.each([['RU', ['007 916 123-45-67', '00 7 916 123-45-68']], ['UA', ['810 380 67 123-45-67', '00380671234568']], ['DE', ['0049 30 1234567']], ['US', ['00 1 212 555 0123']], ['KZ', ['007 701 123-45-67']], ['GB', ['011 44 20 7946 0958']]])('name the country %s that numbers with 00 and the like say themselves, and no other', async (country, phones) => {
    const made = await job(phones.map((phone) => ({ phone })));
    const mends = (await listProposals(made)).flatMap(({ proposals }) => proposals).map(({ request }) => request.mends[0]!);
    expect(mends).toContainEqual({ kind: 'abroad', country });
    expect(mends.filter((mend) => 'country' in mend && mend.country !== country)).toEqual([]);
  });

  it('put what was dialled in another country right where phones need only be as long as one', async () => {
    const made = await job(['00 44 20 7946 0958', '00 380 44 123 4567', '011 86 10 1234 5678'].map((phone) => ({ phone })), { fields: [{ field: 'phone', type: 'phone', column: 'Phone', country: 'RU', check: 'possible' }], request: { db_id: 7, matching: 'phone' } });
    expect(jobStatus(made, null).counts.invalid).toBe(3);
    const proposals = (await listProposals(made)).flatMap((group) => group.proposals);
    expect(proposals.find(({ request: { mends } }) => mends[0]!.kind === 'abroad')?.preview).toMatchObject({ right: 3, wrong: 0 });
  });

  it('name the values that only a person knows the meaning of, the most frequent first, and no more than can be said', async () => {
    const made = await job(['A-17', 'A-17', 'B-2'].map((no, at) => ({ no, email: `a${at}@example.com` })));
    expect(await listProposals(made, { column: 'A' })).toMatchObject([{ reason: 'not-integer', proposals: [], values: [{ value: 'A-17', rows: 2 }, { value: 'B-2', rows: 1 }] }]);
    const many = await job(Array.from({ length: 30 }, (_, at) => ({ no: `A-${at}`, email: `a${at}@example.com` })));
    expect((await listProposals(many, { column: 'A' }))[0]).not.toHaveProperty('values');
  });

  it('never take the digits before a comma for the first of several numbers', async () => {
    const made = await job([{ no: '1,234', email: 'a@example.com', sum: '2,345' }, { no: '3,456', email: 'b@example.com', sum: '4,567' }]);
    const groups = await listProposals(made);
    expect(groups.flatMap(({ proposals }) => proposals).some(({ request: { mends } }) => mends[0]!.kind === 'take')).toBe(false);
  });

  it('never take a handful of digits for a number of some country', async () => {
    const made = await job([{ phone: '12345' }, { phone: '23456' }, { phone: '112' }]);
    expect(jobStatus(made, null).counts.invalid).toBe(3);
    const groups = await listProposals(made);
    expect(groups.flatMap(({ proposals }) => proposals).some(({ request: { mends } }) => mends[0]!.kind === 'country')).toBe(false);
  });

  const countries = async (phones: readonly string[], country?: string): Promise<readonly unknown[]> => {
    const made = await job(phones.map((phone, index) => ({ email: `a${index}@example.com`, phone })), { fields: [{ field: 'email', type: 'email', column: 'Email' }, { field: 'phone', type: 'phone', column: 'Phone', ...(country === undefined ? {} : { country }) }], request: { db_id: 7, matching: 'email' }, invalid: 'field' });
    return (await listProposals(made, { reason: 'incorrect-phone' })).flatMap(({ proposals }) => proposals.flatMap(({ request: { mends: [mend] } }) => (mend?.kind === 'country' ? [mend.country] : [])));
  };

  it.each<readonly [string, readonly string[], string | undefined, readonly string[]]>([
    ['none beside the recipe’s that no number is of', ['8 999 000', '089 12345678'], 'RU', []],
    ['the one that numbers with + are of', ['089 12345678', '+49 30 1234567'], 'RU', ['DE']],
    ['the one that numbers with 00 are of', ['089 12345678', '0049 30 1234567'], 'FR', ['DE']],
    ['none for a number without its area', ['8 999 000', '+49 30 1234567'], 'RU', []],
    ['a short number where mobiles are as short', ['5012345', '+372 5123 4567'], 'RU', ['EE']],
    ['none for short numbers without anything that says it', ['8 999 000'], undefined, []],
    ['the likeliest one alone where nothing says it', ['8 900 000-00-01'], undefined, ['RU']],
  ])('name of countries %s', async (_, phones, country, found) => {
    expect(await countries(phones, country)).toEqual(found);
  });

  it('read dates in digits of another script where the order of the column is open', async () => {
    const made = await job(['٠١.٠٢.١٩٩٠', '31.12.1990', '12/31/1990'].map((born) => ({ born })), { fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }, { field: '_bdate', type: 'date', column: 'Born' }] });
    expect(firstOf(await listProposals(made, { reason: 'incorrect-date' }), 'C', 'dates')).toBe('1990-02-01');
  });

  it('of phones take the country of the recipe where a mend says none, and what they leave is told', async () => {
    const phone = { field: 'phone', type: 'phone', column: 'Phone' } as const;
    const made = async (country?: string): Promise<JobFile> => job(['89161234575 доб. 12', '8 916 доб. 12', '+7 8 916 123-45-67'].map((one, index) => ({ email: `a${index}@example.com`, phone: one })), { fields: [{ field: 'email', type: 'email', column: 'Email' }, { ...phone, ...(country === undefined ? {} : { country }) }], request: { db_id: 7, matching: 'email' } });
    const request: MendRequest = { column: 3, mends: [{ kind: 'extension' }], selection: { kind: 'all' }, onlyFixing: false };
    const own = await made('RU');
    expect(await previewMend(own, request)).toMatchObject({ cells: 1, right: 1, left: { rows: 2, samples: [{ row: 3, reason: 'phone-extension', value: '8 916 доб. 12' }, { row: 4, reason: 'phone-trunk' }] } });
    await applyMend(own, request, { origin: 'command-line', clock: systemClock });
    expect(jobStatus(own, null).counts.invalid).toBe(2);
    const preview = await previewMend(await made(), request);
    expect([preview.cells, preview.left?.rows, preview.left?.countryless]).toEqual([0, 3, true]);
    expect(previewWords(preview)).toBe('no cell would be changed; 3 cells that are wrong stay as they are (the recipe says no country for phones without +; give one with the mend)');
    const kept = await job([{ email: 'a@example.com', phone: '89161234575 доб. 12' }], { fields: [{ field: 'email', type: 'email', column: 'Email' }, { ...phone, country: 'RU' }], request: { db_id: 7, matching: 'email' }, mends: [{ column: 'Phone', do: [{ kind: 'extension' }] }] });
    expect(jobStatus(kept, null).counts).toMatchObject({ ready: 1, invalid: 0 });
  });

  it.each(cases.map(([name, row, column, kind, after]) => ({ name, row, column, kind, after })))('put right $name', async ({ row, column, kind, after }) => {
    const made = await job([row, { email: 'right@example.com' }]);
    expect(jobStatus(made, null).counts.invalid).toBe(1);
    const groups = await listProposals(made);
    expect(firstOf(groups, column, kind)).toBe(after);
    const proposal = groups.flatMap(({ proposals }) => proposals).find(({ request: { mends } }) => mends[0]!.kind === kind)!;
    expect(proposal.preview).toMatchObject({ right: 1, cells: 1, wrong: 0 });
    expect(made.corrections.batches()).toEqual([]);
    await applyMend(made, proposal.request, { origin: 'window', clock: systemClock });
    expect(jobStatus(made, null).counts.invalid).toBe(0);
    mustHold(made);
  });

  it('stand in the order of the rows that they put right, and what only empties cells is the last', async () => {
    const made = await job([{ email: 'a@b.com, c@d.com' }, { email: 'e@f.com; g@h.com' }, { email: 'i j@k.com' }, { email: 'nobody' }, { email: 'right@example.com' }]);
    expect(kinds(await listProposals(made))).toEqual([['B', 'incorrect-email', [['take', 2], ['spaces', 1], ['clear', 4]]]]);
  });

  it('name nothing where nothing helps, and never empty the match key', async () => {
    const made = await job([{ no: 'A-17', email: 'c@d.com' }, { no: '' , email: 'a@b.com' }, { email: 'right@example.com' }]);
    expect(kinds(await listProposals(made))).toEqual([['A', 'key-missing', []], ['A', 'not-integer', []]]);
  });

  it('are also for values that are left out, and may be narrowed to a column or a reason', async () => {
    const made = await job([{ email: 'a b@c.de' }, { born: '05/31/2020' }], { invalid: 'field' });
    const groups = await listProposals(made);
    expect(groups.map(({ column, leftOut }) => [column, leftOut])).toEqual([['B', true], ['C', true]]);
    expect(firstOf(groups, 'B', 'spaces')).toBe('ab@c.de');
    expect(kinds(await listProposals(made, { column: 'C' }))).toMatchObject([['C', 'date-other-order', [['dates', 1], ['clear', 1]]]]);
    expect(await listProposals(made, { reason: 'incorrect-phone' })).toEqual([]);
  });

  it('find valid addresses with a mistyped domain', async () => {
    const made = await job([{ email: 'anna@gmail.con' }, { email: 'boris@mail.ru' }, { email: 'vera@yandx.ru' }]);
    expect(await listProposals(made)).toMatchObject([{ column: 'B', reason: null, rows: 2, proposals: [{ preview: { cells: 2, stillRight: 2, samples: [{ after: { v: 'anna@gmail.com' } }, { after: { v: 'vera@yandex.ru' } }] } }] }]);
  });

  it('list no invalid address among valid ones, and mend none of them with those', async () => {
    const made = await job([{ email: 'anna@gmail.con' }, { email: 'boris@@gmail.com' }, { email: 'vera@gmail,com' }, { no: 'x', email: 'gleb@gmail.con' }], { invalid: 'field' });
    const valid = (await listProposals(made)).filter(({ reason }) => reason === null);
    expect(valid).toMatchObject([{ column: 'B', rows: 1, proposals: [{ preview: { cells: 1, samples: [{ row: 2 }] } }] }]);
    expect(await applyMend(made, valid[0]!.proposals[0]!.request, { origin: 'window', clock: systemClock })).toMatchObject({ rows: 1, cells: 1 });
  });

  it('tell the same of a thousand rows as of all, can be cancelled, and count a row for each of its columns', async () => {
    const rows = Array.from({ length: 2_600 }, (_, index): Row => ({ email: index % 2 === 0 ? `a ${index}@b.com` : `x${index}`, born: '05/31/2020' }));
    const made = await job(rows);
    await expect(listProposals(made, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    const groups = await listProposals(made);
    expect(groups.find(({ column }) => column === 'B')?.proposals[0]).toMatchObject({ request: { mends: [{ kind: 'spaces' }] }, preview: { rows: 2_600, cells: 1_300, right: 0, stillWrong: 1_300 } });
  });

  it('put right three quarters of the sample’s wrong rows, all but those whose key says nothing', async () => {
    const source = join(scene.folder, 'sample.xlsx');
    const { invalid, invalidParts } = await writeSampleWorkbook({ rows: 2_000, out: source });
    const made = await prepare(source, sampleRecipe);
    for (const { proposals } of await listProposals(made)) for (const { request } of proposals) await applyMend(made, request, { origin: 'window', clock: systemClock });
    expect([invalid, jobStatus(made, null).counts.invalid]).toEqual([invalidParts.key + invalidParts.email + invalidParts.phone + invalidParts.date, invalidParts.key]);
  });
});

/** Subscriptions whose status comes of column E (Sum), with words that stand in a list and others. */
const consent = (status: object = {}): Partial<Recipe> => ({
  fields: [recipe.fields[0]!],
  subscriptions: [{ channel: 'email', resource_id: 1, email: { column: 'Email' }, status: { column: 'Sum', valueMap: { yes: 'subscribed', no: 'unsubscribed' }, ...status }, invalid: 'field' }],
});

describe('A column that a subscription takes its status from', () => {
  it.each([['unless the platform is left the choice', {}], ['even where an empty cell means no subscription', { empty: 'none' }]])('is never proposed to be emptied, %s', async (_, status) => {
    const made = await job([{ email: 'a@b.com', sum: 'yes' }, { email: 'c@d.com', sum: 'nope' }, { email: 'e@f.com', sum: 'нет' }], consent(status));
    const groups = await listProposals(made);
    expect(groups.map(({ column }) => column)).toEqual(['E']);
    expect(groups.flatMap(({ proposals }) => proposals)).toEqual([]);
  });

  it('emptied by hand sends the subscription without one, which the preview says; not where there is none then', async () => {
    const rows = [{ email: 'a@b.com', sum: 'yes' }, { email: 'c@d.com', sum: 'nope' }];
    const request: MendRequest = { column: 4, mends: [{ kind: 'clear' }], selection: { kind: 'all' }, onlyFixing: true };
    const [made, none] = [await job(rows, consent()), await job(rows, consent({ empty: 'none' }))];
    const preview = await previewMend(made, request);
    expect(preview).toMatchObject({ cells: 1, right: 0, sendable: 1, statusless: 1 });
    expect(previewWords(preview)).toBe('1 cell would be changed: 1 row can be sent, but not with all of its values; 1 of them is sent with a subscription without a status, which the platform chooses');
    expect(preview.samples.map(stillWords)).toEqual(['a subscription without a status: the platform chooses it']);
    expect(previewEdit(made, { position: 1, column: 4, value: '', sendAgain: false })).toMatchObject({ becomes: 'ready', statusless: true });
    expect(await previewMend(none, request)).toMatchObject({ cells: 1, right: 1 });
    expect(previewEdit(none, { position: 1, column: 4, value: '', sendAgain: false })).not.toHaveProperty('statusless');
  });
});

describe('A row in which another value stays left out', () => {
  it('can be sent, but does not become right', async () => {
    const made = await job([{ email: 'wrong', phone: '007 916 123-45-67' }, { email: 'a@b.com', phone: '007 916 123-45-68' }], {
      fields: [recipe.fields[0]!],
      subscriptions: [{ channel: 'email', resource_id: 1, email: { column: 'Email' }, invalid: 'field' }, { channel: 'sms', resource_id: 2, phone: { column: 'Phone' }, invalid: 'row' }],
    });
    const request: MendRequest = { column: 3, mends: [{ kind: 'abroad' }], selection: { kind: 'all' }, onlyFixing: true };
    const preview = await previewMend(made, request);
    expect(preview).toMatchObject({ cells: 2, right: 1, sendable: 1, stillWrong: 0 });
    expect(previewWords(preview)).toBe('2 cells would be changed: 1 row becomes right, 1 row can be sent, but not with all of its values');
    expect(preview.samples.map(stillWords)).toEqual([null, 'column B: incorrect email']);
    expect((await listProposals(made, { column: 'D' })).flatMap(({ proposals }) => proposals)[0]!.preview).toMatchObject({ right: 1, sendable: 1 });
  });
});
