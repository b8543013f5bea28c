import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { Fault } from '#contract/faults.ts';
import { reasonSentence } from '#contract/rowErrors.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobColumns, previewItems } from '#engine/jobs/jobRows.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { mainNamespace, workbookBytes, type WorkbookParts } from '../../support/workbookBytes.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder.remove());

interface Prepared {
  readonly status: JobStatus;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly { readonly row: number; readonly reason: string }[];
  readonly columns: readonly string[];
}

function recipeOf(source: Readonly<Record<string, unknown>> = {}, rules: Readonly<Record<string, unknown>> = {}, fields: readonly string[] = ['k', 'a', 'b']): Recipe {
  const read = readRecipe({
    version: 2,
    source,
    request: { db_id: 7, matching: 'custom', field_name: 'k' },
    fields: fields.map((field) => ({ field, type: 'string', column: field, ...(field === 'k' ? {} : rules) })),
    empty: 'unset',
  });
  if (!read.ok) throw new Error(read.problems.join());
  return read.recipe;
}

async function prepare(source: string, recipe: Recipe): Promise<Prepared> {
  const job = join(folder.path, `${randomUUID()}.importjob`);
  const status = await prepareJob({ source, recipe, job, jobId: randomUUID(), clock: systemClock });
  const file = openJobFile(job, { create: false });
  try {
    return {
      status,
      items: previewItems(file, 100).items.map((item) => JSON.parse(item) as Record<string, unknown>),
      errors: file.problems.firstErrors(100).map(({ row, reason }) => ({ row, reason })),
      columns: jobColumns(file).map(({ letter }) => letter),
    };
  } finally {
    file.close();
  }
}

function written(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const csv = (content: string, recipe = recipeOf()): Promise<Prepared> => prepare(written('list.csv', content), recipe);
const xlsx = (made: WorkbookParts, recipe = recipeOf()): Promise<Prepared> => prepare(written('book.xlsx', workbookBytes(made)), recipe);

const text = (ref: string, value: string): string => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (number: number, values: readonly string[], attributes = ''): string =>
  `<row r="${number}"${attributes}>${values.map((value, index) => (value === '' ? '' : text(`${'ABCDEFGH'.charAt(index)}${number}`, value))).join('')}</row>`;
const sheetOf = (rows: string, before = '', behind = ''): string => `<?xml version="1.0"?><worksheet xmlns="${mainNamespace}">${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`;
const noteKinds = ({ status }: Prepared): readonly string[] => status.notes.map(({ kind }) => kind);

describe('records of a text file', () => {
  it('with more fields than the header are not sent', async () => {
    const found = await csv('k;a;b\n1;x;y\n2;x;LLC;y\n3;x;y\n');
    expect(found.items.map(({ k }) => k)).toEqual(['1', '3']);
    expect(found.errors).toEqual([{ row: 3, reason: 'row-too-long' }]);
    expect(found.columns).toEqual(['A', 'B', 'C', 'D']);
    expect(found.status.countsAddUp).toBe(true);
  });

  it('with one delimiter more at the end of each are read', async () => {
    const found = await csv('k;a;b\n1;x;y;\n2;x;y;\n3;x;y;\n');
    expect(found.errors).toEqual([]);
    expect(found.items).toHaveLength(3);
  });

  it('with empty fields more than the header and all others are read, too', async () => {
    expect((await csv('k;a;b\n1;x;y\n2;x;;\n3;x;y\n')).errors).toEqual([]);
  });

  it('that end early delete nothing for what is not there', async () => {
    const found = await csv('k;a;b\n1;x;y\n2;\n3\n4;x;y\n');
    expect(found.items[2]).toEqual({ k: '3' });
    expect(found.items[1]).not.toHaveProperty('b');
    expect(found.items[1]).toHaveProperty('a');
    expect(found.status.notes).toEqual([{ kind: 'short-rows', count: 2, rows: [3, 4], columns: [] }]);
  });

  it('in which the file ends are not sent', async () => {
    const found = await csv('k;a;b\n1;x;y\n2;x;y\n3;x');
    expect(found.errors).toEqual([{ row: 4, reason: 'row-cut-off' }]);
    expect(found.items).toHaveLength(2);
  });

  it('are told where the workbook says number, date or yes and no and holds something else, and nothing is deleted for them', async () => {
    const cells = ['<c r="B2"><v>0x1F</v></c>', '<c r="B3"><v></v></c>', '<c r="B4" t="b"><v>2</v></c>', '<c r="B5" t="d"><v>soon</v></c>', '<c r="B6" t="s"><v>x</v></c>', '<c r="B7" t="str"><f>1/0</f><v>#DIV/0!</v></c>'];
    const sheet = `${row(1, ['k', 'a', 'b'])}${cells.map((cell, index) => `<row r="${index + 2}">${text(`A${index + 2}`, `key${index}`)}${cell}</row>`).join('')}`;
    const found = await xlsx({ sheet });
    expect(found.items).toEqual([]);
    expect(found.errors).toEqual([...[2, 3, 4, 5, 6].map((at) => ({ row: at, reason: 'cell-damaged' })), { row: 7, reason: 'cell-error' }]);
    expect(found.status.notes).toEqual([{ kind: 'damaged', count: 5, rows: [2, 3, 4, 5, 6], columns: ['B'] }]);
    expect(reasonSentence('cell-damaged', '0x1F')).toContain('enter the value again in Excel');
    expect(reasonSentence('cell-damaged', 'И\ufffd')).toContain('encoding');
  });

  it('with damaged cells are told, mapped or not', async () => {
    const found = await csv('k;a;b;c\n1;x;y;\ufffd\n2;\ufffd;y;z\n');
    expect(found.errors).toEqual([{ row: 3, reason: 'cell-damaged' }]);
    expect(found.status.notes).toEqual([{ kind: 'damaged', count: 2, rows: [2, 3], columns: ['B', 'D'] }]);
  });
});

describe('rows of a workbook', () => {
  const head = row(1, ['k', 'a', 'b']);

  it('wider than the first hundred keep all their cells', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => row(index + 2, [String(index), 'x', 'y', ...(index === 140 ? ['', 'far'] : [])])).join('');
    const found = await xlsx({ sheet: head + rows });
    expect(found.columns).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(found.status.notes).toEqual([{ kind: 'beyond-header', count: 1, rows: [142], columns: ['E'] }]);
    expect(found.errors).toEqual([]);
  });

  it('with formulas never calculated are not sent', async () => {
    const found = await xlsx({ sheet: `${head}<row r="2">${text('A2', '1')}<c r="B2"><f>C2</f><v></v></c></row>${row(3, ['2', 'x', 'y'])}` });
    expect(found.errors).toEqual([{ row: 2, reason: 'formula-uncalculated' }]);
    expect(found.items).toHaveLength(1);
  });

  describe('that are hidden', () => {
    const sheet = head + row(2, ['1', 'x', 'y']) + row(3, ['2', 'x', 'y'], ' hidden="1"') + row(4, ['3', 'x', 'y'], ' ht="0" customHeight="1"') + row(5, ['4', 'x', 'y'], ' hidden="0"');

    it('are read and told', async () => {
      const found = await xlsx({ sheet });
      expect(found.items).toHaveLength(4);
      expect(found.status.notes).toEqual([{ kind: 'hidden-rows', count: 2, rows: [3, 4], columns: [] }]);
    });

    it('are left out on request, and counted', async () => {
      const found = await xlsx({ sheet }, recipeOf({ hidden: 'skip' }));
      expect(found.items.map(({ k }) => k)).toEqual(['1', '4']);
      expect(found.status).toMatchObject({ counts: { read: 4, hidden: 2, ready: 2 }, countsAddUp: true });
      expect(noteKinds(found)).toEqual(['hidden-left-out']);
    });
  });

  describe('with a hidden column', () => {
    const sheet = (cols: string, format = ''): string => sheetOf(head + row(2, ['1', 'x', 'y']), `${format}<cols>${cols}</cols>`);
    it.each([
      ['by its flag', '<col min="2" max="2" width="9" hidden="1"/>', ''],
      ['by its width', '<col min="2" max="2" width="0" customWidth="1"/>', ''],
      ['by the width of all that are not named', '<col min="1" max="1" width="9"/><col min="3" max="3" width="9"/>', '<sheetFormatPr defaultRowHeight="15" defaultColWidth="0"/>'],
    ])('are read, and told: %s', async (_, cols, format) => {
      const found = await xlsx({ sheet: sheet(cols, format) });
      expect(found.status.notes).toEqual([{ kind: 'hidden-columns', count: 1, rows: [], columns: ['B'] }]);
      await expect(xlsx({ sheet: sheet(cols, format) }, recipeOf({ hidden: 'skip' }))).rejects.toMatchObject({ code: 'recipe-columns' });
      expect((await xlsx({ sheet: sheet(cols, format) }, recipeOf({ hidden: 'skip' }, {}, ['k', 'b']))).items).toHaveLength(1);
    });

    it('say so in the problem', async () => {
      const fault: unknown = await xlsx({ sheet: sheet('<col min="2" max="2" hidden="1"/>') }, recipeOf({ hidden: 'skip' })).catch((error: unknown) => error);
      expect(fault instanceof Fault && JSON.stringify(fault.detail)).toContain('hidden in the workbook');
    });
  });

  describe('under a merge', () => {
    const rows = head + row(2, ['1', 'Romashka', 'y']) + `<row r="3">${text('A3', '2')}<c r="B3"/>${text('C3', 'y')}</row>` + row(4, ['3', '', 'y']) + row(5, ['4', '', 'y']);
    const merged = sheetOf(rows, '', '<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>');

    it('leave the field alone', async () => {
      const found = await xlsx({ sheet: merged });
      expect(found.items[0]).toMatchObject({ a: 'Romashka' });
      expect(found.items[1]).not.toHaveProperty('a');
      expect(found.items[2]).not.toHaveProperty('a');
      expect(found.items[3]).toHaveProperty('a');
      expect(found.status.notes).toEqual([{ kind: 'merged', count: 2, rows: [3, 4], columns: ['B'] }]);
    });

    it('delete nothing where the merge is empty', async () => {
      const found = await xlsx({ sheet: sheetOf(head + row(2, ['1', '', 'y']) + row(3, ['2', '', 'y']), '', '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>') });
      expect(found.items[1]).not.toHaveProperty('a');
      expect(found.status.notes).toEqual([]);
    });

    it('are told in a sheet too large to be held, by reading it once more', { timeout: 60_000 }, async () => {
      const filler = 'z'.repeat(1_000);
      const many = Array.from({ length: 17_000 }, (_, index) => row(index + 6, [`k${index}`, 'x', filler])).join('');
      const found = await xlsx({ sheet: sheetOf(rows + many, '', '<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>') });
      expect(found.items[1]).not.toHaveProperty('a');
      expect(found.status.notes).toEqual([{ kind: 'merged', count: 2, rows: [3, 4], columns: ['B'] }]);
      expect(found.status).toMatchObject({ counts: { read: 17_004, ready: 17_004 }, countsAddUp: true });
    });
  });

  it('with numbers that their formats do not show are left alone, and told', async () => {
    const cell = (at: string, style: number, value: string): string => `<c r="${at}" s="${style}"><v>${value}</v></c>`;
    const hiding = [['1', '5'], ['2', '-7'], ['2', '0'], ['3', '0'], ['4', '0']].map(([style, value], index) => `<row r="${index + 2}">${text(`A${index + 2}`, String(index))}${cell(`B${index + 2}`, Number(style), value ?? '')}${text(`C${index + 2}`, 'y')}</row>`);
    const found = await xlsx({ sheet: sheetOf(head + hiding.join('') + row(7, ['9', '', 'y'])), formats: [';;;', '0;;;', '#', '#,###'] });
    expect(found.items.map((item) => 'a' in item)).toEqual([false, false, false, false, false, true]);
    expect(found.status.notes).toEqual([{ kind: 'value-hidden', count: 5, rows: [2, 3, 4, 5, 6], columns: ['B'] }]);
  });

  it('with texts in formats of their own are sent as shown, or left alone where nothing is', async () => {
    const styled = (at: string, style: number): string => `<c r="${at}" s="${style}" t="inlineStr"><is><t>9161234567</t></is></c>`;
    const rows = [1, 2, 3].map((style) => `<row r="${style + 1}">${text(`A${style + 1}`, String(style))}${styled(`B${style + 1}`, style)}${text(`C${style + 1}`, 'y')}</row>`);
    const found = await xlsx({ sheet: sheetOf(head + rows.join('')), formats: ['"+7"@', '@', ';;;'] });
    expect(found.items.map((item) => item.a)).toEqual(['+79161234567', '9161234567', undefined]);
    expect(found.status.notes).toEqual([{ kind: 'value-hidden', count: 1, rows: [4], columns: ['B'] }]);
  });

  it('are warned of in all columns concerned, and by the first rows of each kind', async () => {
    const letters = ['B', 'C', 'D', 'E', 'F', 'G'];
    const merges = letters.map((letter) => `<mergeCell ref="${letter}2:${letter}3"/>`).join('');
    const path = written('wide.xlsx', workbookBytes({ sheet: sheetOf(row(1, ['k', ...letters]) + row(2, ['1', ...letters]) + row(3, ['2']), '', `<mergeCells>${merges}</mergeCells>`) }));
    expect((await inspectSource(path)).warnings).toEqual([{ kind: 'merged-cells', columns: letters, rows: 1 }]);
    const lines = ['k,a,b', ...Array.from({ length: 7 }, (_, index) => `${index},x`), '8,x,y,z', '9,x,y', '10,x\ufffd,y', ''];
    expect((await inspectSource(written('rows.csv', lines.join('\n')))).warnings).toEqual([
      { kind: 'cells-damaged', cells: 1, lines: [11] }, { kind: 'rows-too-long', rows: [9] }, { kind: 'rows-too-short', rows: [2, 3, 4, 5, 6] },
    ]);
  });

  it('are warned of before a job is made', async () => {
    const path = written('book.xlsx', workbookBytes({ sheet: sheetOf(head + row(2, ['1', 'x', 'y']) + row(3, ['2', '', 'y'], ' hidden="1"') + `<row r="4">${text('A4', '3')}<c r="C4"><f>A1</f></c></row>`, '<cols><col min="1" max="1" hidden="1"/></cols>', '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>') }));
    expect((await inspectSource(path)).warnings).toEqual([
      { kind: 'hidden-rows', rows: 1, more: false }, { kind: 'hidden-columns', columns: ['A'] }, { kind: 'merged-cells', columns: ['B'], rows: 1 }, { kind: 'formulas-uncalculated', columns: ['C'] },
    ]);
  });
});

describe('inputs that went wrong', () => {
  const cases = fileURLToPath(new URL('../../../../shared/cases', import.meta.url));
  const caseOf = (name: string, wanted: (rule: Recipe['fields'][number]) => boolean = () => true): Promise<Prepared> => {
    const read = readRecipe(JSON.parse(readFileSync(join(cases, `${name}.recipe.json`), 'utf8')));
    if (!read.ok) throw new Error(read.problems.join());
    return prepare(join(cases, name), { ...read.recipe, fields: read.recipe.fields.filter(wanted) });
  };

  it('come out right', { timeout: 30_000 }, async (ctx) => {
    if (!existsSync(cases)) return ctx.skip('the shared cases are not on this machine');
    expect((await caseOf('c36_shift.csv')).errors).toEqual([{ row: 151, reason: 'row-too-long' }]);
    expect((await caseOf('c46_cut.csv')).errors.map(({ reason }) => reason)).toEqual(['row-cut-off']);
    expect(new Set((await caseOf('x02_openpyxl_formulas.xlsx')).errors.map(({ reason }) => reason))).toEqual(new Set(['formula-uncalculated']));
    const merged = await caseOf('c43_merged_body.xlsx');
    expect(merged.items.map((item) => item['company'])).toEqual(['Romashka', undefined, undefined, 'Vasilek']);
    const control = await caseOf('c33_ctrl.xlsx');
    expect(control.errors.filter(({ reason }) => reason === 'control-character' || reason === 'cell-damaged')).toHaveLength(7);
    const dated = await caseOf('x01_1904.xlsx', ({ field }) => field !== 'time');
    expect(dated.items[0]).toMatchObject({ bdate: '2010-07-24', visit: '2010-07-24' });
    expect(dated.status.countsAddUp).toBe(true);
    const mails = readRecipe({ version: 2, request: { db_id: 7, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'email' }], source: { hidden: 'skip' } });
    if (!mails.ok) throw new Error(mails.problems.join());
    const hidden = await prepare(join(cases, 'x10_hidden.xlsx'), mails.recipe);
    expect(hidden.status.counts.hidden).toBeGreaterThan(0);
    expect(noteKinds(hidden)).toContain('hidden-left-out');
  });
});
