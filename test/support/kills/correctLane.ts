import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RowState } from '#contract/job.ts';
import { jobMapping } from '#engine/jobs/jobMapping.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { cli, cliProcess, compileCache, type Ended } from '../cli.ts';
import { forCorrecting, rewritten } from '../rounds.ts';
import { between, jobIn, killedAfter, outcry, type Figures, type LaneOptions } from './lane.ts';

const entry = fileURLToPath(new URL('batchEntry.ts', import.meta.url));

const recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [{ field: 'Custom_ID', type: 'int', column: 'No' }, { field: '_fname', type: 'string', column: 'Name' }, { field: '_bdate', type: 'date', column: 'Born' }, { field: '_city', type: 'string', column: 'City' }],
};

/** Each of so many rows has the match key of the row before it, and what that one says beside it is missing. */
const twinEvery = 10;
const profilesOf = (rows: number): number => rows - Math.floor(rows / twinEvery);

async function prepared(folder: string, number: number, rows: number): Promise<string> {
  const [csv, path, job] = [join(folder, 'source.csv'), join(folder, 'recipe.json'), jobIn(folder, `corrected-${number}`)];
  const first = 1 + (number - 1) * rows;
  const lines = Array.from({ length: rows }, (_, index) => {
    const isTwin = index % twinEvery === twinEvery - 1;
    return `${first + index - (isTwin ? 1 : 0)};Анна;${index % 7 === 0 ? 'never' : '15.01.2024'};${isTwin ? '' : 'Riga'}`;
  });
  writeFileSync(csv, `No;Name;Born;City\r\n${lines.join('\r\n')}\r\n`);
  writeFileSync(path, JSON.stringify(recipe));
  const ended = await cli(['prepare', csv, '--recipe', path, '--job', job]);
  if (ended.code !== 0) throw new Error(ended.err);
  return job;
}

const kinds = ['cells', 'mend', 'pick', 'fill', 'workbook'] as const;
type Kind = (typeof kinds)[number];

/**
 * Makes a batch in a process of its own, which is killed so many milliseconds after it began; null leaves it alone.
 * Gives how long it took from its beginning on, too. See batchEntry.
 */
async function correctAll(job: string, kind: Kind, name: string, ms: number | null): Promise<Ended & { readonly ms: number }> {
  const child = spawn(process.execPath, [entry, job, kind, '--name', name], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: compileCache } });
  let began = performance.now();
  child.stdout.once('data', () => {
    began = performance.now();
    if (ms !== null) void killLater(child, ms);
  });
  const [out, err, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, signal, out, err, ms: performance.now() - began };
}

async function killLater(child: ChildProcess, ms: number): Promise<void> {
  await pause(ms);
  child.kill('SIGKILL');
}

/** A workbook that went out for correcting and comes back with every second name changed. */
async function workbookOf(job: string, folder: string, number: number): Promise<string> {
  const file = openJob(job);
  try {
    return await rewritten(await forCorrecting(file, folder), (sheet) => {
      for (let row = 2; row <= sheet.rowCount; row += 2) sheet.getCell(row, 2).value = `W${number} ${row}`;
    });
  } finally {
    file.close();
  }
}

/** Position of some row that another one is sent instead of; the first where there is none. */
function duplicateOf(job: string, random: () => number): number {
  const file = openJob(job);
  try {
    const found = [...file.states.positions(new Set(['duplicate'] as const))];
    return found[Math.floor(random() * found.length)] ?? 1;
  } finally {
    file.close();
  }
}

const withItem: ReadonlySet<RowState> = new Set(['duplicate', 'ready', 'accepted', 'failed', 'unknown', 'unchanged', 'sending'] as const);

/** What is wrong in a job at rest: every batch is there as a whole, and every row is what its cells say. */
function problemsIn(path: string): readonly string[] {
  const file = openJob(path);
  try {
    file.check();
    file.problems.groups();
    const job = file.job.read();
    const mapping = job === null ? null : jobMapping(file, job);
    if (job === null || mapping?.ok !== true || !jobStatus(file, null).countsAddUp) return ['no whole job'];
    const positions = Array.from({ length: job.rowsRead }, (_, index) => index + 1);
    const items = file.items.texts(positions);
    const problems: string[] = [];
    const waiting = new Set<string>();
    for (const row of file.blocks.rowsAt(positions)) {
      const mapped = mapping.mapper.map(row);
      const item = items.next();
      const state = file.states.at(row.position);
      if (state === 'ready' && mapped.kind === 'item') {
        if (waiting.has(mapped.key)) problems.push(`row ${row.row} is the second to be sent of its match key`);
        waiting.add(mapped.key);
      }
      if ((mapped.kind === 'item') !== withItem.has(state)) problems.push(`row ${row.row} is ${state}`);
      if (item.done === true || item.value.json !== (mapped.kind === 'item' ? mapped.json : '')) problems.push(`the item of row ${row.row} is another one than its cells give`);
    }
    return problems.slice(0, 5);
  } finally {
    file.close();
  }
}

/** Every accepted row was applied once, by the value that counts in the job. */
function compared(path: string, server: PracticeServer): { readonly accepted: number; readonly problems: readonly string[] } {
  const file = openJob(path);
  try {
    const accepted = [...file.states.positions(new Set(['accepted'] as const))];
    const problems: string[] = [];
    for (const { position, json } of file.items.texts(accepted)) {
      const item: Readonly<Record<string, unknown>> = JSON.parse(json);
      const profile = Number(item['Custom_ID']);
      if (server.journal.applied().get(profile) !== 1) problems.push(`position ${position} was applied ${server.journal.applied().get(profile)} times`);
      if (JSON.stringify(server.journal.item(profile)) !== json) problems.push(`position ${position} was applied by another value`);
    }
    return { accepted: accepted.length, problems: problems.slice(0, 5) };
  } finally {
    file.close();
  }
}

/**
 * Kills batches of corrections of every kind, undoing and redoing in their midst, and runs between them: no correction is half applied,
 * nothing is lost and nothing applied twice.
 */
export async function correctLane({ folder, kills, random }: LaneOptions, rows = 3_000): Promise<Figures> {
  let onRequest: () => void = () => undefined;
  const server = await startPractice({ onRequest: () => onRequest(), keepItems: true, faults: { rules: [{ kind: 'drop-after', probability: 0.05, seed: 1 }, { kind: 'slow', ms: 20, when: 'after' }] } });
  const problems: string[] = [];
  const totals = { kills: 0, live: 0, jobs: 0 };
  const took = (ended: Ended, command: string): void => {
    problems.push(...outcry(ended, command));
    if (ended.signal === 'SIGKILL') totals.kills += 1;
  };
  const run = (job: string): readonly string[] => ['run', job, '--url', server.url, '--chunk-profiles', String(Math.ceil(rows / 15))];
  // How long a batch and an undoing take here when nobody kills them, so that a kill falls within: the first is left alone.
  const batchMs = new Map<Kind, number>();
  let undoMs = 0;
  async function batch(job: string): Promise<void> {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'cells';
    const wish = kind === 'workbook' ? await workbookOf(job, folder, totals.kills) : kind === 'pick' ? String(duplicateOf(job, random)) : `N${totals.kills}`;
    const known = batchMs.get(kind);
    const ended = await correctAll(job, kind, wish, known === undefined ? null : between(random, 0, known));
    if (ended.code === 0) batchMs.set(kind, ended.ms);
    else if (ended.signal === null) problems.push(`${kind}: ${ended.err.slice(-500)}`);
    took(ended, kind);
  }
  async function undo(job: string): Promise<void> {
    const [args, began] = [['undo', job, ...(random() < 0.5 ? ['--redo'] : [])], performance.now()];
    const ended = undoMs === 0 ? await cliProcess(args) : await killedAfter(args, between(random, undoMs / 3, undoMs));
    if (ended.code === 0) undoMs = performance.now() - began;
    took(ended, 'undo');
  }
  /** Killed soon after one of its requests reached the server. */
  async function someOf(job: string): Promise<void> {
    const started = (child: ChildProcess): void => {
      let left = between(random, 1, 10);
      onRequest = () => void ((left -= 1) === 0 && killLater(child, between(random, 0, 30)));
    };
    took(await cliProcess(run(job), { token: server.token, started }), 'run');
    onRequest = () => undefined;
  }
  async function step(job: string): Promise<void> {
    const chance = random();
    await (chance < 0.5 ? batch : chance < 0.75 ? undo : someOf)(job);
    problems.push(...problemsIn(job));
  }
  try {
    while (totals.kills < kills) {
      totals.jobs += 1;
      const job = await prepared(folder, totals.jobs, rows);
      for (let steps = 0; steps < 12 && totals.kills < kills; steps += 1) await step(job);
      took(await correctAll(job, 'cells', 'last', null), 'batch');
      for (let tries = 0; tries < 10 && ![0, 3].includes((await cli(run(job), { token: server.token })).code ?? -1); tries += 1);
      const { accepted, problems: wrong } = compared(job, server);
      problems.push(...problemsIn(job), ...wrong);
      if (accepted !== profilesOf(rows)) problems.push(`${accepted} of ${profilesOf(rows)} profiles accepted`);
    }
    const lost = totals.jobs * profilesOf(rows) - server.journal.applied().size;
    return { lane: 'corrections', ...totals, rows: totals.jobs * rows, lost, doubled: server.journal.appliedMoreThanOnce().length, problems };
  } finally {
    await server.close();
  }
}
