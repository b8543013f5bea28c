import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { sampleRecipe, writeSampleWorkbook } from '../../../electron/practice/sampleWorkbook.ts';
import { brokerUsers, killBroker, requireBroker, restartBroker, startBroker, stopBroker, type BrokerPlace } from '../broker/broker.ts';
import { countsOf, expectCode, run, step, tellChecks, type Counts, type Ended } from './commandLine.ts';
import { readJournal, startPracticeProcess, type PracticeProcess } from './practiceProcess.ts';

const rows = 20_000;
const { user, password } = brokerUsers.own;
/** Requests in the platform's journal at which program, platform and broker are killed; there are some forty. */
const killsAt = { program: 6, platform: 14, broker: 22 } as const;
/** A job whose requests stay unanswered leaves it to the operator, who may have to say so more than once. */
const mostRounds = 5;
const patienceMs = 120_000;

/**
 * The main job through a real broker of its own on loopback: a workbook is prepared and published to the queue, from which the practice platform takes it, while
 * each of the three is killed once. At the end the job's counts stand beside what the platform has written down.
 */
export async function queueDemo(): Promise<void> {
  requireBroker();
  const folder = mkdtempSync(join(tmpdir(), 'profile-importer-demo-'));
  const brokerFolder = join(folder, 'broker');
  mkdirSync(brokerFolder);
  step('starting a RabbitMQ of its own on loopback');
  const stage = new Stage(folder, await startBroker(brokerFolder));
  try {
    await stage.play();
  } finally {
    await stage.end();
    rmSync(brokerFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Stage {
  readonly #folder: string;
  readonly #journal: string;
  #broker: BrokerPlace;
  #platform: PracticeProcess | null = null;

  constructor(folder: string, broker: BrokerPlace) {
    this.#folder = folder;
    this.#broker = broker;
    this.#journal = join(folder, 'journal.jsonl');
  }

  async play(): Promise<void> {
    const [workbook, recipe, job] = [join(this.#folder, 'clients.xlsx'), join(this.#folder, 'recipe.json'), join(this.#folder, 'clients.importjob')];
    step(`making a workbook of ${rows} rows with real-life dirt, and its recipe`);
    const expected = await writeSampleWorkbook({ rows, out: workbook });
    writeFileSync(recipe, JSON.stringify(sampleRecipe, null, 2));
    const { url, token } = await this.#startPlatform();

    step('prepare: read, check and store every row; nothing is sent');
    await expectCode(await run(['prepare', workbook, '--recipe', recipe, '--job', job], token), [0]);

    const args = ['run', job, '--url', url, '--queue', this.#broker.url.replace('://', `://${user}@`), '--chunk-profiles', '500', '--timeout', '2', '--json'];
    const env = { PROFILE_IMPORTER_QUEUE_PASSWORD: password };
    step(`run through the broker on ${this.#broker.url}; the program is killed (SIGKILL) as the platform has taken ${killsAt.program} requests`);
    const kills: (() => void)[] = [];
    const running = run(args, token, (kill) => kills.push(kill), env);
    await this.#taken(killsAt.program);
    for (const kill of kills) kill();
    if ((await running).signal !== 'SIGKILL') throw new Error('the run was over before it could be killed');
    await expectCode(await run(['status', job], token), [0]);

    step(`the same command again; the platform is killed after ${killsAt.platform} requests, the broker after ${killsAt.broker}, and both come again`);
    const going = run(args, token, undefined, env);
    await this.#taken(killsAt.platform);
    await this.#restartPlatform();
    await this.#taken(killsAt.broker);
    await killBroker(this.#broker);
    this.#broker = await restartBroker(this.#broker);
    const ended = await this.#toEnd(await going, job, () => run(args, token, undefined, env), token);
    this.#compare(countsOf(ended), expected.ready);
    process.stdout.write(`\nThe job file: ${job}\n`);
  }

  async end(): Promise<void> {
    this.#platform?.child.kill('SIGKILL');
    await stopBroker(this.#broker);
  }

  async #startPlatform(port = 0, token?: string): Promise<PracticeProcess> {
    const queue = { url: this.#broker.url.replace('://', `://${user}:${password}@`), atOnce: 1 };
    const faults = { rules: [{ kind: 'slow', ms: 150 }] };
    this.#platform = await startPracticeProcess({ port, queue, faults, journalFile: this.#journal, ...(token === undefined ? {} : { token }) });
    return this.#platform;
  }

  async #restartPlatform(): Promise<void> {
    const before = this.#platform;
    before?.child.kill('SIGKILL');
    await this.#startPlatform(before?.port, before?.token);
  }

  /** So many requests are in the platform's journal. */
  async #taken(requests: number): Promise<void> {
    for (const until = Date.now() + patienceMs; readJournal(this.#journal).length < requests; await delay(10)) {
      if (Date.now() > until) throw new Error(`the platform has not taken ${requests} requests`);
    }
  }

  /** What has no answer and gets none, since a kill came between storing and publishing it, is sent again as the operator says so. */
  async #toEnd(first: Ended, job: string, again: () => Promise<Ended>, token: string): Promise<Ended> {
    let ended = first;
    for (let round = 0; round < mostRounds; round += 1) {
      if (stateSchema.parse(JSON.parse(ended.out)).state === 'finished') return ended;
      step('some requests have no answer, and nothing waits in the queues: the operator has them sent again, then the same command');
      await expectCode(await run(['retry', job, '--with-broker'], token), [0]);
      ended = await again();
    }
    throw new Error('the job does not end');
  }

  #compare(counts: Counts, ready: number): void {
    const { read, empty, invalid, duplicate, accepted, failed, unknown, notSent } = counts;
    const records = readJournal(this.#journal);
    const once = [...new Map(records.map((record) => [record.requestId, record])).values()];
    const twice = records.length - once.length;
    step('the job and the platform’s journal, side by side');
    process.stdout.write(`  read ${read}: empty ${empty}, invalid ${invalid}, duplicate ${duplicate}, accepted ${accepted}, failed ${failed}, unknown ${unknown}, not sent ${notSent}\n`);
    process.stdout.write(`  platform: ${once.length} requests, ${twice} of them taken once more, as platform or broker was killed before the answer was in the queue\n`);
    tellChecks([
      ['rows read', read, 'empty + invalid + duplicate + accepted + failed + unknown + not sent', empty + invalid + duplicate + accepted + failed + unknown + notSent],
      ['rows fit to be sent', accepted + failed + unknown + notSent, 'rows of the workbook that are fit', ready],
      ['accepted', accepted, 'profiles applied by the platform, each request counted once', once.reduce((sum, record) => sum + record.accepted, 0)],
      ['failed', failed, 'profiles refused by the platform', once.reduce((sum, record) => sum + record.failed, 0)],
      ['unknown or not sent', unknown + notSent, 'that should be', 0],
    ]);
  }
}

const stateSchema = z.object({ state: z.string() });
