import { fork } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writeWorkbook } from './bigWorkbook.ts';
import { inTurn, median, medians, ratio, type Figures } from './bench/measure.ts';
import { shareOf } from './bench/profile.ts';
import { profileHeaders, profileRow } from './profileRows.ts';

/**
 * Measures what the product promises, each side a whole process, in turn, against a named baseline of the same
 * run. `npm run bench`, or `npm run bench -- --rows 100000 --runs 1` for a first look.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' } } });
const rows = z.coerce.number().int().min(1_000).max(1_048_575).parse(values.rows);
const runs = z.coerce.number().int().min(1).max(20).parse(values.runs);
const folder = join(tmpdir(), 'profile-importer-bench');
const job = join(folder, 'bench.importjob');
const layouts = ['shared', 'inline'] as const;

function line(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

const one = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(3)} x`;

function said(figures: readonly Figures[], name: string): number {
  return median(figures.map((entry) => entry.said[name] ?? Number.NaN));
}

function fresh(): void {
  for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(job + suffix, { force: true });
}

async function files(): Promise<Readonly<Record<'shared' | 'inline' | 'csv' | 'small' | 'tiny', string>>> {
  mkdirSync(folder, { recursive: true });
  const made = { shared: join(folder, `shared-${rows}.xlsx`), inline: join(folder, `inline-${rows}.xlsx`), csv: join(folder, `${rows}.csv`), small: join(folder, 'shared-10000.xlsx'), tiny: join(folder, 'shared-10.xlsx') };
  for (const layout of layouts) if (!existsSync(made[layout])) await writeWorkbook({ rows, layout, seed: 1, out: made[layout] });
  if (!existsSync(made.small)) await writeWorkbook({ rows: 10_000, layout: 'shared', seed: 1, out: made.small });
  if (!existsSync(made.tiny)) await writeWorkbook({ rows: 10, layout: 'shared', seed: 1, out: made.tiny });
  if (!existsSync(made.csv)) await writeCsv(made.csv);
  return made;
}

async function writeCsv(path: string): Promise<void> {
  const out = createWriteStream(path);
  const quoted = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
  out.write(`${profileHeaders.map(quoted).join(',')}\r\n`);
  for (let index = 0; index < rows; index += 1) {
    if (!out.write(`${Object.values(profileRow(1, index)).map(quoted).join(',')}\r\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function reading(file: string, layout: string): Promise<readonly Figures[]> {
  const [ours = [], exceljs = [], inflate = []] = await inTurn([['read-ours', [file]], ['read-exceljs', [file]], ['inflate', [file]]], runs);
  const [mine, theirs, floor] = [medians(ours), medians(exceljs), medians(inflate)];
  line(`xlsx to rows, ${layout}: CPU s`, one(mine.cpu), `exceljs ${one(theirs.cpu)}`, times(ratio(ours, exceljs, 'cpu')), '0.25 x');
  line(`same, against inflating alone`, one(mine.cpu), `node:zlib ${one(floor.cpu)}`, times(ratio(ours, inflate, 'cpu')), '8 x');
  line(`same, peak MB`, one(mine.peak), `exceljs ${one(theirs.peak)}`, times(ratio(ours, exceljs, 'peak')), layout === 'inline' ? '0.5 x' : '0.4 x');
  return exceljs;
}

async function preparing(file: string, exceljs: readonly Figures[]): Promise<void> {
  const figures: Figures[] = [];
  for (let run = 0; run < runs; run += 1) {
    fresh();
    figures.push(...((await inTurn([['prepare', [file, job]]], 1))[0] ?? []));
  }
  line('prepare (read, check, store): CPU s', one(medians(figures).cpu), `exceljs reading alone ${one(medians(exceljs).cpu)}`, times(ratio(figures, exceljs, 'cpu')), '0.40 x');
}

async function sending(file: string, url: string): Promise<void> {
  const figures: Figures[] = [];
  for (let run = 0; run < runs; run += 1) {
    fresh();
    await inTurn([['prepare', [file, job]]], 1);
    figures.push(...((await inTurn([['send', [job, url]]], 1))[0] ?? []));
  }
  const { cpu, peak } = medians(figures);
  line('send prepared rows: profiles a CPU s', Math.round(said(figures, 'accepted') / cpu).toString(), '', '', '60,000');
  line('same, peak MB', one(peak), '', '', '');
  line('from start to the first request, ms', one(said(figures, 'firstRequest')), '', '', '2,000');
}

async function correcting(file: string): Promise<void> {
  const figures: Figures[] = [];
  const exported: Figures[] = [];
  const read: Figures[] = [];
  const workbook = join(folder, 'correcting.xlsx');
  for (let run = 0; run < runs; run += 1) {
    fresh();
    await inTurn([['prepare', [file, job]]], 1);
    figures.push(...((await inTurn([['correct', [job]]], 1))[0] ?? []));
    const [out = [], back = []] = await inTurn([['export-round', [job, workbook]], ['read-round', [job, workbook]]], 1);
    exported.push(...out);
    read.push(...back);
  }
  line('correct one cell: ms', one(said(figures, 'cell')), '', '', '50');
  line('correct 100,000 rows in one batch: s', one(said(figures, 'inARow')), '', '', '5');
  line('same, of rows all over a million: s', one(said(figures, 'batch')), '', '', '5');
  line('same, of their match keys: s', one(said(figures, 'keys')), '', '', '5');
  line('same, peak MB', one(medians(figures).peak), '', '', '');
  line('export 100,000 rows for correcting: s', one(said(exported, 'took')), '', '', '');
  line('same, peak MB', one(medians(exported).peak), '', '', '');
  line('read them back and compare: s', one(said(read, 'took')), '', '', '');
  line('same, peak MB', one(medians(read).peak), '', '', '');
}

/** Where a job file proves itself: what seals its records, and what looks at them before they are believed. */
const proofs = ['seal.ts', 'wholeCheck.ts', 'walCheck.ts', 'walLog.ts', 'walSum.ts', 'written.ts', 'jobTable.ts#noteCommit'].map((file) => `/engine/store/${file}`);

async function proving(file: string, url: string): Promise<void> {
  const shares: Record<'prepare' | 'send', number[]> = { prepare: [], send: [] };
  for (let run = 0; run < runs; run += 1) {
    fresh();
    shares.prepare.push(await shareOf(proofs, 'prepare', [file, job]));
    shares.send.push(await shareOf(proofs, 'send', [job, url]));
  }
  line('seals and checks: of the CPU of prepare', percent(median(shares.prepare)), '', '', '3 %');
  line('same, of the CPU of sending', percent(median(shares.send)), '', '', '3 %');
}

async function endToEnd(file: string, url: string): Promise<void> {
  const ours: Figures[] = [];
  const plain: Figures[] = [];
  for (let run = 0; run < runs; run += 1) {
    fresh();
    ours.push(...((await inTurn([['end-to-end', [file, job, url]]], 1))[0] ?? []));
    fresh();
    plain.push(...((await inTurn([['plain-pipeline', [file, job, url]]], 1))[0] ?? []));
  }
  line('end to end: wall s', one(medians(ours).wall), `plain pipeline ${one(medians(plain).wall)}`, times(ratio(ours, plain, 'wall')), '0.35 x');
  line('same, peak MB', one(medians(ours).peak), `plain pipeline ${one(medians(plain).peak)}`, '', '600');
  fresh();
}

async function otherReading(made: Awaited<ReturnType<typeof files>>): Promise<void> {
  const [csv = [], csvParse = []] = await inTurn([['read-ours', [made.csv]], ['read-csv-parse', [made.csv]]], runs);
  line('CSV to rows: CPU s', one(medians(csv).cpu), `csv-parse ${one(medians(csvParse).cpu)}`, times(ratio(csv, csvParse, 'cpu')), '0.45 x');
  const [inspect = []] = await inTurn([['inspect', [made.shared]]], runs);
  line('inspect the workbook: wall s', one(medians(inspect).wall), '', '', '1');
  const [large = [], small = [], start = []] = await inTurn([['read-ours', [made.shared]], ['read-ours', [made.small]], ['read-ours', [made.tiny]]], runs);
  const perRow = (figures: readonly Figures[], count: number): number => (medians(figures).cpu - medians(start).cpu) / count;
  line('CPU a row against 10,000 rows, start-up taken off', '', '', times(perRow(large, rows) / perRow(small, 10_000)), '1.3 x');
}

process.stderr.write(`making the workbooks of ${rows} rows in ${folder}\n`);
const made = await files();
const server = fork(fileURLToPath(new URL('bench/sink.ts', import.meta.url)));
const [{ port }] = z.tuple([z.object({ port: z.number() }), z.unknown()]).parse(await once(server, 'message'));
const url = `http://127.0.0.1:${port}`;
try {
  process.stdout.write(`\n${rows} rows, medians of ${runs} runs in turn, Node ${process.version}\n\n`);
  line('work', 'ours', 'baseline', 'ratio', 'must');
  line('---', '---', '---', '---', '---');
  const shared = await reading(made.shared, 'shared');
  await reading(made.inline, 'inline');
  await preparing(made.shared, shared);
  await sending(made.shared, url);
  await correcting(made.shared);
  await proving(made.shared, url);
  await endToEnd(made.shared, url);
  await otherReading(made);
} finally {
  server.disconnect();
}
