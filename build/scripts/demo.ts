import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { sampleRecipe, writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { countsOf, expectCode, run, step, tellChecks, type Counts } from './demo/commandLine.ts';
import { queueDemo } from './demo/queueDemo.ts';

/**
 * The main job on embedded defaults, for a first look: a workbook with real-life dirt is prepared, sent to
 * the practice server while things go wrong, killed in mid-run, resumed, and its failed rows retried. At the
 * end the job's counts stand beside the server's own journal. Everything goes through the command line. With `--queue`, through a real broker: queueDemo.ts.
 */
const rows = 20_000;
const killAtRequest = 8;

/** What goes wrong: answers are lost, the server asks for rest, a proxy speaks up, single profiles are refused once. */
const faults = {
  rules: [
    { kind: 'drop-after', requests: [3, 12] },
    { kind: 'status', status: 429, retryAfter: 1, requests: [5] },
    { kind: 'html', status: 502, requests: [10] },
    { kind: 'short-result', requests: [15] },
    { kind: 'reject-items', everyNth: 250, code: 500, text: 'internal error', perKey: 1 },
    { kind: 'slow', ms: 40 },
  ],
} satisfies Parameters<PracticeServer['setFaults']>[0];

async function demo(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'profile-importer-demo-'));
  const [workbook, recipe, job] = [join(folder, 'clients.xlsx'), join(folder, 'recipe.json'), join(folder, 'clients.importjob')];

  step(`making a workbook of ${rows} rows with real-life dirt, and its recipe`);
  const expected = await writeSampleWorkbook({ rows, out: workbook });
  writeFileSync(recipe, JSON.stringify(sampleRecipe, null, 2));

  let kill: (() => void) | null = null;
  const server = await startPractice({
    faults,
    onRequest: ({ number }) => {
      if (number === killAtRequest) kill?.();
    },
  });
  const { url, token } = server;
  try {
    step('prepare: read, check and store every row; nothing is sent');
    await expectCode(await run(['prepare', workbook, '--recipe', recipe, '--job', job], token), [0]);

    step(`run against the practice server on ${url}, with lost answers, 429, a proxy's page, a short answer; killed (SIGKILL) at request ${killAtRequest}`);
    const arguments_ = ['run', job, '--url', url, '--chunk-profiles', '500', '--json'];
    const killed = await run(arguments_, token, (now) => (kill = now));
    kill = null;
    if (killed.signal !== 'SIGKILL') throw new Error('the run was over before it could be killed');
    await expectCode(await run(['status', job], token), [0]);

    step('resume: the same command again');
    await expectCode(await run(arguments_, token), [3]);
    await expectCode(await run(['failures', job], token), [0]);

    step('retry the failed rows, and only them');
    await expectCode(await run(['retry', job], token), [0]);
    const counts = countsOf(await expectCode(await run(arguments_, token), [0, 3]));
    compare(counts, server, expected.ready);
    process.stdout.write(`\nThe job file: ${job}\n`);
  } finally {
    await server.close();
  }
}

/** The job's word against the server's: they must say the same. */
function compare(counts: Counts, server: PracticeServer, ready: number): void {
  const journal = server.journal.summary();
  const { read, empty, invalid, duplicate, accepted, failed, unknown, notSent } = counts;
  const sum = empty + invalid + duplicate + accepted + failed + unknown + notSent;
  const checks: readonly (readonly [string, number, string, number])[] = [
    ['rows read', read, 'empty + invalid + duplicate + accepted + failed + unknown + not sent', sum],
    ['rows fit to be sent', accepted + failed + unknown + notSent, 'rows of the workbook that are fit', ready],
    ['accepted', accepted, 'profiles applied by the server', journal.itemsApplied],
    ['accepted', accepted, 'different profiles applied', journal.distinctProfiles],
    ['applied twice, by the job’s design', 0, 'applied twice, by the journal', journal.appliedMoreThanOnce],
    ['Request-ID under two bodies', 0, 'counted by the server', journal.idReusedForOtherBody],
  ];
  step('the job and the server’s journal, side by side');
  process.stdout.write(`  read ${read}: empty ${empty}, invalid ${invalid}, duplicate ${duplicate}, accepted ${accepted}, failed ${failed}, unknown ${unknown}, not sent ${notSent}\n`);
  process.stdout.write(`  server: ${journal.requests} requests, ${journal.processed} applied, ${journal.replayed} answered from memory, ${journal.faulted} faults before applying\n`);
  tellChecks(checks);
}

try {
  await (process.argv.includes('--queue') ? queueDemo() : demo());
} catch (error) {
  process.stderr.write(`\nthe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
