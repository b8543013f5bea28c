import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { practicePerson } from '#contract/practicePeople.ts';
import { writeWorkbook } from './bigWorkbook.ts';
import { packFolder } from './electron/pack.ts';
import { launch, screen, willOpen, willSave, type LaunchWish, type Measured } from './window/launch.ts';
import { memoryOf, type MemoryUse } from './window/memory.ts';
import { exportAll, jumpTimes, quantile, rowTimes, toCheck, watchFrames } from './window/page.ts';
import { watchOthers } from './window/others.ts';
import { measureStart, type Start } from './window/start.ts';

/**
 * Measures how quick the window is with a large job, in the packed application on a real or virtual screen:
 * `npm run bench:window`, or `-- --rows 100000` for a first look. What is measured while rows are sent stands beside the same
 * measure taken while nothing is done.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, starts: { type: 'string', default: '5' } } });
const rows = z.coerce.number().int().min(1_000).max(1_000_000).parse(values.rows);
const starts = z.coerce.number().int().min(1).max(50).parse(values.starts);
const asked = 200;
const jumps = 30;
/** Milliseconds in which the page is watched while nothing is done. */
const idleFor = 3_000;
const exportedRows = 200_000;

function line(what: string, value: string, bound: string): void {
  process.stdout.write(`| ${what} | ${value} | ${bound} |\n`);
}

/** What was measured may say more of a busy computer than of the program. */
function othersLine(share: number): void {
  line('meanwhile, other programs: share of all processors', `${(share * 100).toFixed(0)} %`, '');
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;

async function workbook(folder: string, rows: number): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const out = join(folder, `practice-${rows}.xlsx`);
  // People of the practice platform: it refuses others, and a run of which most is refused pauses.
  if (!existsSync(out)) await writeWorkbook({ rows, layout: 'shared', seed: 1, out, emailOf: (index) => practicePerson(index + 1).email });
  return out;
}

/** From the file to a job that is ready; how smooth the page was while the rows were checked. */
async function prepared({ app, page }: Measured, source: string): Promise<string> {
  const at = (id: string): Locator => page.getByTestId(id);
  await at('history').waitFor();
  await willOpen(app, source);
  await toCheck(page);
  const smooth = await watchFrames(page);
  const started = performance.now();
  const others = watchOthers(app.process().pid ?? 0);
  await at('prepare').click();
  await at('job-screen').waitFor({ timeout: 600_000 });
  line('rows are checked: s', ((performance.now() - started) / 1_000).toFixed(1), '');
  const { longestTask, longestGap } = await smooth();
  line('meanwhile, longest task of the page / longest gap between frames', `${ms(longestTask)} / ${ms(longestGap)}`, '50 / 100 ms');
  othersLine(others());
  return newestJob(page);
}

async function newestJob(page: Page): Promise<string> {
  const list = z.object({ value: z.array(z.object({ jobId: z.string() })) }).parse(await page.evaluate(`window.importer.invoke('listJobs', {})`));
  return list.value[0]?.jobId ?? '';
}

async function pages({ app, page }: Measured, jobId: string): Promise<void> {
  // It takes the place of the page's own look for mistyped addresses, and has ended when it is answered.
  await page.evaluate(`window.importer.invoke('listMistyped', { jobId: '${jobId}' })`);
  const others = watchOthers(app.process().pid ?? 0);
  const idle = await rowTimes(page, jobId, rows, asked);
  line('a page of rows, nothing else done: p50 / p95', `${ms(quantile(idle, 0.5))} / ${ms(quantile(idle, 0.95))}`, 'p95 50 ms');
  await page.getByTestId('tab-rows').click();
  await page.getByTestId('grid-row').first().waitFor();
  const jumped = await jumpTimes(page, rows, jumps);
  line('any place of the grid: p50 / longest', `${ms(quantile(jumped, 0.5))} / ${ms(Math.max(...jumped))}`, '150 ms');
  const smooth = await watchFrames(page);
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${idleFor}))`);
  const { longestTask, longestGap } = await smooth();
  line('nothing is done, longest task of the page / longest gap between frames', `${ms(longestTask)} / ${ms(longestGap)}`, '');
  othersLine(others());
}

async function enginePid({ app }: Measured): Promise<number> {
  return app.evaluate(({ app: shell }) => shell.getAppMetrics().find(({ serviceName, name }) => [serviceName, name].includes('Import engine'))?.pid ?? 0);
}

async function sending(measured: Measured, jobId: string): Promise<void> {
  const { app, page } = measured;
  const [root, engine] = [app.process().pid ?? 0, await enginePid(measured)];
  const before = memoryOf(root, engine);
  const others = watchOthers(root);
  const smooth = await watchFrames(page);
  await page.getByTestId('start').click();
  await page.getByTestId('dialog-yes').click();
  await page.getByTestId('start-dialog').waitFor({ state: 'detached' });
  const started = performance.now();
  const uses: MemoryUse[] = [];
  const watch = setInterval(() => uses.push(memoryOf(root, engine)), 1_000);
  const busy = await rowTimes(page, jobId, rows, asked);
  // Where most rows are refused the run pauses; those that were sent till then are what is measured.
  await page.locator('[data-testid=job-screen]:is([data-state=finished], [data-state=paused])').waitFor({ timeout: 600_000 });
  clearInterval(watch);
  line('rows are sent: s', ((performance.now() - started) / 1_000).toFixed(1), '');
  const { longestTask, longestGap } = await smooth();
  line('meanwhile, longest task of the page / longest gap between frames', `${ms(longestTask)} / ${ms(longestGap)}`, '50 / 100 ms');
  line('meanwhile, a page of rows: p50 / p95', `${ms(quantile(busy, 0.5))} / ${ms(quantile(busy, 0.95))}`, 'p95 100 ms');
  othersLine(others());
  const most = (of: keyof MemoryUse): string => Math.max(...uses.map((use) => use[of])).toFixed(0);
  line('memory before, engine / all: MB', `${before.engine.toFixed(0)} / ${before.sum.toFixed(0)}`, '');
  line('while rows are sent, engine / all at most: MB', `${most('engine')} / ${most('sum')}`, 'engine 250 MB');
}

/** All rows of a job into a workbook, once to its end and once ended on the way. */
async function exported(wish: LaunchWish, source: string): Promise<void> {
  const { app, page } = await launch(wish);
  await page.getByTestId('history').waitFor();
  await willOpen(app, source);
  await toCheck(page);
  await page.getByTestId('prepare').click();
  await page.getByTestId('job-screen').waitFor({ timeout: 600_000 });
  const jobId = await newestJob(page);
  await willSave(app, join(wish.person, 'all.xlsx'));
  const whole = await exportAll(page, jobId, false);
  line(`export of ${whole.rows ?? 0} rows (all, .xlsx): s / times that it is told how far it is`, `${(whole.took / 1_000).toFixed(1)} / ${whole.told}`, '10 s');
  await willSave(app, join(wish.person, 'ended.xlsx'));
  const ended = await exportAll(page, jobId, true);
  const isGone = ended.rows === null && !existsSync(join(wish.person, 'ended.xlsx'));
  line('the same ended on the way: until it has ended, and what is left of it', `${ms(ended.took)}, ${isGone ? 'nothing' : 'a file'}`, 'nothing');
  await app.close();
}

const executable = await packFolder();
if (executable === null) throw new Error('There is no Electron to pack with; see what set-up said above.');
const { display, end } = await screen();
const person = mkdtempSync(join(tmpdir(), 'window-bench-'));
const wish = { executable, display, person, home: join(person, 'home') };
const folder = join(tmpdir(), 'profile-importer-bench');
const [source, toExport] = [await workbook(folder, rows), await workbook(folder, Math.min(rows, exportedRows))];
try {
  line(`a job of ${rows} rows in the window`, 'measured', 'must');
  line('---', '---', '---');
  const measured = await launch(wish);
  const jobId = await prepared(measured, source);
  await pages(measured, jobId);
  await sending(measured, jobId);
  await measured.app.close();
  const times: Start[] = [];
  // With the job in the list, as every day.
  for (let start = 0; start < starts; start += 1) times.push(await measureStart(wish));
  const middle = (of: 'frame' | 'usable'): string => ms(quantile(times.map((time) => time[of]), 0.5));
  line(`process start to the first frame / the list of jobs, median of ${starts}`, `${middle('frame')} / ${middle('usable')}`, '1,000 ms');
  othersLine(quantile(times.map(({ others }) => others), 0.5));
  await exported({ ...wish, home: join(person, 'exports') }, toExport);
} finally {
  end();
  rmSync(person, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
