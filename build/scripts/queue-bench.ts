import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { median, runSide } from './bench/measure.ts';
import { writeWorkbook } from './bigWorkbook.ts';
import { brokerUsers, startBroker, stopBroker } from './broker/broker.ts';

/**
 * Measures how many profiles a second go over HTTP and through a real broker to one and the same trivial platform, in turn, whole processes, on one
 * machine that does all of it: `npm run bench:queue -- [--rows N] [--runs N] [--service MS] [--at-once N]`. `service`: what the platform takes for a request.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, runs: { type: 'string', default: '3' }, service: { type: 'string', default: '0' }, 'at-once': { type: 'string', default: '8' } } });
const rows = z.coerce.number().int().min(1_000).max(1_048_575).parse(values.rows);
const runs = z.coerce.number().int().min(1).max(20).parse(values.runs);

interface Way {
  readonly side: 'send-http' | 'send-queue';
  readonly profiles: number;
  /** Streams, or the most requests without an answer. */
  readonly most: number;
}

/** Seconds, but for the peak. */
interface Taken {
  readonly took: number;
  readonly wall: number;
  readonly sender: number;
  readonly broker: number;
  readonly platform: number;
  readonly peak: number;
}

const ways: readonly Way[] = [5_000, 1_000].flatMap((profiles): readonly Way[] => [
  { side: 'send-http', profiles, most: 2 },
  { side: 'send-http', profiles, most: 8 },
  { side: 'send-queue', profiles, most: 1 },
  { side: 'send-queue', profiles, most: 8 },
]);

/** CPU seconds of a process of the system, user and system together; the kernel counts in hundredths. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function cpuOfPlatform(platform: ChildProcess): Promise<number> {
  platform.send('cpu');
  const [{ cpu }] = z.tuple([z.object({ cpu: z.number() }), z.unknown()]).parse(await once(platform, 'message'));
  return cpu;
}

const folder = mkdtempSync(join(tmpdir(), 'profile-importer-queue-bench-'));
const job = join(folder, 'bench.importjob');
const workbook = join(folder, 'rows.xlsx');
mkdirSync(join(folder, 'broker'));
await writeWorkbook({ rows, layout: 'shared', seed: 1, out: workbook });
const place = await startBroker(join(folder, 'broker'));
const { user, password } = brokerUsers.own;
const platform = fork(fileURLToPath(new URL('bench/queueSink.ts', import.meta.url)), ['--broker', place.url.replace('//', `//${user}:${password}@`), '--service', values.service, '--at-once', values['at-once']]);

async function measured({ side, profiles, most }: Way, url: string): Promise<Taken> {
  for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(job + suffix, { force: true });
  await runSide('prepare', [workbook, job]);
  const [brokerBefore, platformBefore] = [cpuOf(place.pid), await cpuOfPlatform(platform)];
  const to = side === 'send-http' ? [url] : [place.url, user, password];
  const { cpu, wall, peak, said } = await runSide(side, [job, String(profiles), String(most), ...to]);
  if (said.accepted !== rows) throw new Error(`${said.accepted ?? 0} of ${rows} profiles were accepted`);
  return { took: said.took ?? Number.NaN, wall, sender: cpu, peak, broker: cpuOf(place.pid) - brokerBefore, platform: (await cpuOfPlatform(platform)) - platformBefore };
}

function line(...cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

try {
  const [{ port }] = z.tuple([z.object({ port: z.number() }), z.unknown()]).parse(await once(platform, 'message'));
  const figures = ways.map((): Taken[] => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, way] of ways.entries()) figures[index]?.push(await measured(way, `http://127.0.0.1:${port}`));
  }
  process.stdout.write(`\n${rows} rows, medians of ${runs} runs in turn, ${values.service} ms a request, ${values['at-once']} at once, Node ${process.version}\n\n`);
  line('way', 'profiles a request', 'streams / unanswered', 'profiles a second', 'of the run: s', 'whole process: s', 'CPU s: sender', 'broker', 'platform', 'peak MB');
  line(...Array.from({ length: 10 }, () => '---'));
  for (const [index, { side, profiles, most }] of ways.entries()) {
    const of = (name: keyof Taken): number => median((figures[index] ?? []).map((taken) => taken[name]));
    line(side === 'send-http' ? 'HTTP' : 'queue', profiles, most, Math.round(rows / of('took')), of('took').toFixed(2), of('wall').toFixed(2), of('sender').toFixed(2), of('broker').toFixed(2), of('platform').toFixed(2), Math.round(of('peak')));
  }
} finally {
  if (platform.connected) platform.disconnect();
  await stopBroker(place);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
