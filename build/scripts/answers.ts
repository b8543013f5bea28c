import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { hostileAnswers, type HostileAnswer } from '../../test/support/hostileAnswers.ts';
import { hostileServer, type HostileServer } from '../../test/support/hostileServer.ts';
import { makeJob, profiles, temporaryFolder } from '../../test/support/jobs.ts';

/**
 * Every hostile kind of answer against the command line, each with a job and a server of its own:
 * `answers.ts [--only WORDS] [--at-once N]`. A run that waits for a server which will never be well is ended by a SIGTERM;
 * then the server becomes well, and the job has to come to its end with every profile applied once. Ends with 1 where
 * anything was lost, doubled or told as an error inside the program.
 */

const rows = 6;
/** From its first request on: long enough for whatever settles at once. */
const patienceMs = 4_000;
const entry = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, 'at-once': { type: 'string', default: '2' } } });

interface Ended {
  readonly code: number | null;
  readonly out: string;
  /** All that it said. */
  readonly words: string;
}

async function command(args: readonly string[], patient: HostileServer | null): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, ALTCRAFT_TOKEN: 'a-token-of-a-campaign' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let first: number | null = null;
  const timer = setInterval(() => {
    if (patient === null || patient.requests.every(({ path }) => !path.endsWith('/update_batch'))) return;
    first ??= performance.now();
    if (performance.now() - first < patienceMs) return;
    // Once: a second one ends the program at once.
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 200);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearInterval(timer);
  return { code: child.exitCode, out, words: out + err };
}

const statusSchema = z.object({ state: z.string(), counts: z.object({ accepted: z.number(), failed: z.number(), unknown: z.number() }) });

/** What is wrong after both runs; empty where all is well. */
function faultsOf(server: HostileServer, ends: readonly Ended[], status: Ended): readonly string[] {
  const faults: string[] = [];
  for (const { code, words } of [...ends, status]) {
    if (code === null || code === 1) faults.push(`code ${code ?? 'none'}`);
    if (/\n\s+at |inside the program|Sqlite|a-token-of-a-campaign/.test(words)) faults.push(words.slice(0, 200));
  }
  if ([...server.applied.values()].some((times) => times !== 1)) faults.push('doubled');
  const { state, counts } = statusSchema.parse(JSON.parse(status.out));
  if (state !== 'finished') faults.push(state);
  if (counts.accepted + counts.failed + counts.unknown !== rows) faults.push('lost');
  if (counts.accepted > server.applied.size) faults.push('accepted, but not applied');
  return faults;
}

async function tryOne(answer: HostileAnswer): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const server = await hostileServer(answer);
  try {
    const job = join(folder.path, 'a.importjob');
    makeJob(job, profiles(rows)).close();
    const run = ['run', job, '--url', server.url, '--chunk-profiles', '3', '--streams', '1', '--timeout', '2', '--json'];
    const first = await command(run, server);
    server.becomeWell();
    const second = await command(run, null);
    return faultsOf(server, [first, second], await command(['status', job, '--json'], null));
  } finally {
    await server.close();
    folder.remove();
  }
}

const waiting = hostileAnswers.filter(({ name }) => name.includes(values.only));
const bad: string[] = [];
const count = waiting.length;
const work = async (): Promise<void> => {
  for (let answer = waiting.shift(); answer !== undefined; answer = waiting.shift()) {
    const faults = await tryOne(answer);
    if (faults.length > 0) bad.push(`${answer.name}: ${faults.join('; ')}`);
  }
};
await Promise.all(Array.from({ length: Number(values['at-once']) }, work));
console.log(`${count} kinds of answer, ${bad.length} with a fault`);
for (const line of bad) console.error(line);
process.exitCode = bad.length === 0 ? 0 : 1;
