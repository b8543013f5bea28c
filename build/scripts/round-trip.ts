import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Fault } from '../../electron/contract/faults.ts';
import { readRecipe, type Recipe } from '../../electron/contract/recipe.ts';
import { cellsLeft, type WorkbookReport } from '../../electron/contract/workbook.ts';
import { systemClock } from '../../electron/engine/jobs/clock.ts';
import { correctFromWorkbook, previewWorkbook } from '../../electron/engine/jobs/corrections/workbook/correctFromWorkbook.ts';
import { exportRows } from '../../electron/engine/jobs/exports/exportRows.ts';
import { inspectSource } from '../../electron/engine/jobs/prepare/inspectSource.ts';
import { prepareJob } from '../../electron/engine/jobs/prepare/prepareJob.ts';
import { openJobFile, type JobFile } from '../../electron/engine/store/jobFile.ts';
import { sharedWorkbooks, sharedWorkbooksReason } from '../../test/support/sharedWorkbooks.ts';
import { writeOddJob } from './roundTripJob.ts';

/**
 * Has other programs save workbooks that were exported for correcting, and takes them back: `round-trip.ts [NAME …]`, of sources
 * whose names hold one of those given, or of all. What nobody has
 * touched must stay as it is, and what was edited in them be corrected, exactly. Needs a Python with openpyxl (named by PYTHON,
 * or python3) and LibreOffice (named by SOFFICE, or soffice); what is not there is said, and the command fails.
 */

const cases = fileURLToPath(new URL('../../../shared/cases', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
const python = process.env['PYTHON'] ?? 'python3';
const soffice = process.env['SOFFICE'] ?? 'soffice';

/** Saves a workbook anew; with edits, as "header" → value by row of the source, in another order of rows and columns. */
const script = `
import json, sys, openpyxl
source, out, edits = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
book = openpyxl.load_workbook(source)
if edits:
    sheet = book.worksheets[0]
    rows = [[(cell.value, cell.number_format, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    head = [value for value, _, _ in rows[0]]
    number = head.index('[Import] Row')
    for row in rows[1:]:
        for header, value in edits.get(str(row[number][0]), {}).items():
            row[head.index(header)] = (value, row[head.index(header)][1], 's')
    order = list(range(len(head)))[::-1]
    rows = [rows[0]] + rows[1:][::-1]
    sheet.delete_rows(1, sheet.max_row)
    for r, row in enumerate(rows, 1):
        for c, at in enumerate(order, 1):
            cell = sheet.cell(r, c)
            cell.value, cell.number_format = row[at][:2]
            # A text that begins as a formula is none.
            cell.data_type = row[at][2]
book.save(out)
`;

type Save = (path: string, edits: Edits) => string;
/** New texts by header, by the source's row. */
type Edits = Readonly<Record<string, Readonly<Record<string, string>>>>;

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e9, timeout: 300_000 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.slice(-2_000)}`);
}

let files = 0;
const next = (ending: string): string => join(folder, `${(files += 1)}.${ending}`);

function byOpenpyxl(path: string, edits: Edits): string {
  const out = next('xlsx');
  run(python, ['-c', script, path, out, JSON.stringify(edits)]);
  return out;
}

/** It has no way to edit from outside; it saves what openpyxl has edited. */
function byLibreOffice(path: string, edits: Edits): string {
  const edited = Object.keys(edits).length === 0 ? path : byOpenpyxl(path, edits);
  const into = join(folder, 'office');
  mkdirSync(into, { recursive: true });
  run(soffice, [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--headless', '--norestore', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', into, edited]);
  const out = next('xlsx');
  renameSync(join(into, basename(edited)), out);
  return out;
}

function programs(): readonly { readonly name: string; readonly save: Save }[] {
  const found: { name: string; save: Save }[] = [];
  if (spawnSync(python, ['-c', 'import openpyxl']).status === 0) found.push({ name: 'openpyxl', save: byOpenpyxl });
  else console.error(`NOT TRIED: ${python} has no openpyxl (name a Python that has it by PYTHON)`);
  if (spawnSync(soffice, ['--headless', '--version']).error === undefined) found.push({ name: 'LibreOffice', save: byLibreOffice });
  else console.error(`NOT TRIED: there is no ${soffice} (name LibreOffice’s by SOFFICE)`);
  return found;
}

/** Jobs to try: of the shared cases, of the shared workbooks, and of one with cells of every kind. */
async function* jobs(): AsyncGenerator<{ readonly name: string; readonly file: JobFile }> {
  const odd = 'cells of every kind';
  if (isWanted(odd)) yield { name: odd, file: await writeOddJob(next('importjob')) };
  if (existsSync(cases)) {
    for (const name of readdirSync(cases).filter((one) => one.endsWith('.recipe.json')).sort()) {
      const recipe = readRecipe(JSON.parse(readFileSync(join(cases, name), 'utf8')));
      const source = join(cases, name.replace('.recipe.json', ''));
      if (!isWanted(basename(source))) continue;
      const file = recipe.ok && existsSync(source) ? await prepared(source, recipe.recipe) : null;
      if (file !== null) yield { name: basename(source), file };
    }
  } else console.error('NOT TRIED: the shared cases are not on this machine');
  const workbooks = sharedWorkbooks();
  if (workbooks === null) console.error(`NOT TRIED: ${sharedWorkbooksReason}`);
  for (const [name, source] of workbooks ?? []) {
    const file = /\.xlsx$/.test(name) && isWanted(name) ? await ofAnyWorkbook(source) : null;
    if (file !== null) yield { name, file };
  }
}

async function prepared(source: string, recipe: Recipe): Promise<JobFile | null> {
  const job = next('importjob');
  try {
    await prepareJob({ source, recipe, job, jobId: randomUUID(), clock: systemClock });
    return openJobFile(job, { create: false });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    console.log(`${basename(source)}: no job of it (${error.code})`);
    return null;
  }
}

/** Its first column as a text: what is in the cells matters, not what is sent. Null for one that cannot be imported. */
async function ofAnyWorkbook(source: string): Promise<JobFile | null> {
  try {
    const { columns } = await inspectSource(source);
    const [first] = columns;
    if (first === undefined) return null;
    return await prepared(source, { version: 2, request: { db_id: 1, matching: 'custom', field_name: 'k' }, fields: [{ field: 'k', type: 'string', column: first.ref }], duplicates: 'all' });
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

function leftWords({ cellsLeft: left }: WorkbookReport): string {
  return cellsLeft.filter((kind) => left[kind].count > 0).map((kind) => `${left[kind].count} ${kind} (${left[kind].first.slice(0, 3).map(({ row, column }) => `${column}${row}`).join(', ')})`).join(', ');
}

/** What nobody has touched; the problem, or null. */
async function untouched(file: JobFile, path: string, save: Save): Promise<{ readonly problem: string | null; readonly left: string }> {
  const report = await previewWorkbook(file, save(path, {}), {});
  const isSame = report.changedRows + report.conflicts.count + report.withoutId.count + report.twice.count === 0 && report.columnsMissing.length === 0;
  return { problem: isSame ? null : JSON.stringify({ changes: report.changes.slice(0, 3).map(({ row, cells }) => ({ row, cells })), rows: report.changedRows, missing: report.columnsMissing, withoutId: report.withoutId }), left: leftWords(report) };
}

/** Some cells edited, rows and columns in another order: exactly these are corrected. */
async function edited(file: JobFile, path: string, program: string, save: Save): Promise<string | null> {
  const job = file.job.read();
  const column = job?.columns.find(({ header, ref, own }) => own !== true && header !== '' && ref === header);
  if (job === null || column === undefined) return null;
  const positions = Array.from({ length: Math.min(5, job.rowsRead) }, (_, index) => 1 + Math.floor((index * job.rowsRead) / 5)).filter((one, index, all) => all.indexOf(one) === index);
  const edits: Edits = Object.fromEntries(positions.map((position) => [file.blocks.rowNumber(position), { [column.header]: `${program} ${position}` }]));
  const { report } = await correctFromWorkbook(file, save(path, edits), { clock: systemClock });
  const now = [...file.blocks.rowsAt(positions)].map(({ cells }) => cells[column.index]);
  const isExact = report.changedRows === positions.length && report.changedCells === positions.length && now.every((cell, index) => cell?.t === 's' && cell.v === `${program} ${positions[index] ?? 0}`);
  return isExact ? null : JSON.stringify({ wanted: positions.length, rows: report.changedRows, cells: report.changedCells, changes: report.changes.slice(0, 5) });
}

const names = process.argv.slice(2);
const isWanted = (name: string): boolean => names.length === 0 || names.some((part) => name.includes(part));

const found = programs();
let failures = found.length < 2 ? 1 : 0;
let tried = 0;
for await (const { name, file } of jobs()) {
  for (const { name: program, save } of found) {
    const path = next('xlsx');
    await exportRows(file, 'all', path, { replace: false, forCorrecting: true });
    const same = await untouched(file, path, save);
    const wrong = same.problem ?? (file.job.read()?.rowsRead === 0 ? null : await edited(file, path, program, save));
    tried += 1;
    if (wrong !== null) failures += 1;
    if (wrong !== null || same.left !== '') console.log(`${name}, ${program}: ${wrong === null ? 'as it was' : `WRONG ${wrong}`}${same.left === '' ? '' : `; left: ${same.left}`}`);
  }
  file.close();
}
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log(`${tried} workbooks saved by ${found.map(({ name }) => name).join(' and ') || 'no program'} and taken back; ${failures === 0 ? 'all as they should be' : `${failures} WRONG or not tried`}`);
process.exitCode = failures === 0 ? 0 : 1;
