import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { queueAddressSchema, type QueueAddress } from '#contract/queueAddress.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { brokerUsers, killBroker, restartBroker, type BrokerPlace } from '../../../build/scripts/broker/broker.ts';
import { makeJob, profiles } from '../jobs.ts';

const script = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
const { user, password } = brokerUsers.own;

export interface QueueLane {
  readonly folder: string;
  readonly random: () => number;
  readonly kills: number;
  readonly rows: number;
  readonly place: BrokerPlace;
  /** The two queues; both are there. */
  readonly requests: string;
  readonly answers: string;
  /** Whether the broker is killed too: it takes seconds to come back. */
  readonly withBroker: boolean;
  /** Told of the process that runs after a kill, which the caller ends. */
  readonly onBroker?: ((place: BrokerPlace) => void) | undefined;
}

export interface QueueFigures {
  readonly kills: { readonly sender: number; readonly platform: number; readonly broker: number };
  readonly jobs: number;
  readonly rows: number;
  /** Rows applied never, or more than once, by the platform's journal. */
  readonly lost: number;
  readonly doubled: number;
  /** Jobs whose operator had to decide on requests without an answer, with both queues empty. */
  readonly decisions: number;
  readonly problems: readonly string[];
}

const saysHow = (end: string): boolean => /^\{"state":"(?:finished|paused)",/.test(end);

/** Runs jobs over a real broker and kills one of the three at random moments, until so many kills are done and the last job has ended. */
export async function queueLane(lane: QueueLane): Promise<QueueFigures> {
  const run = new Lane(lane);
  try {
    return await run.all();
  } finally {
    run.end();
  }
}

class Lane {
  readonly #lane: QueueLane;
  readonly #address: QueueAddress;
  readonly #journal: string;
  readonly #kills = { sender: 0, platform: 0, broker: 0 };
  readonly #problems: string[] = [];
  #platform: ChildProcess;
  #place: BrokerPlace;
  #decisions = 0;
  #jobs = 0;

  constructor(lane: QueueLane) {
    this.#lane = lane;
    this.#place = lane.place;
    const { place, requests, answers, folder } = lane;
    this.#address = queueAddressSchema.parse({ url: place.url, user, requests, answers });
    this.#journal = join(folder, 'journal.txt');
    this.#platform = this.#startPlatform();
  }

  end(): void {
    this.#platform.kill('SIGKILL');
  }

  async all(): Promise<QueueFigures> {
    while (this.#done() < this.#lane.kills) await this.#job();
    const { lost, doubled } = this.#count();
    return { kills: this.#kills, jobs: this.#jobs, rows: this.#jobs * this.#lane.rows, lost, doubled, decisions: this.#decisions, problems: this.#problems };
  }

  #done(): number {
    return this.#kills.sender + this.#kills.platform + this.#kills.broker;
  }

  #startPlatform(): ChildProcess {
    return spawn(process.execPath, [script('queuePlatform'), this.#journal, JSON.stringify(this.#address), password, String(this.#lane.place.port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async #job(): Promise<void> {
    const { folder, rows } = this.#lane;
    const path = join(folder, `${this.#jobs}.importjob`);
    makeJob(path, profiles(rows, this.#jobs * rows + 1)).close();
    this.#jobs += 1;
    for (let starts = 0; ; starts += 1) {
      if (starts > 200) throw new Error('the job does not end');
      const end = await this.#sender(path);
      // One that was not killed says how the run ended; anything else is a run that hung or fell.
      if (end !== 'SIGKILL' && !saysHow(end)) this.#problems.push(`job ${this.#jobs}: a sender ended without a word how: ${end}`);
      const file = openJob(path);
      const { state, pause, counts, countsAddUp } = jobStatus(file, null);
      if (!countsAddUp || counts.read !== rows) this.#problems.push(`job ${this.#jobs}: rows unaccounted for after ${end}`);
      // The operator sees that nothing waits and nothing comes.
      if (state === 'paused' && pause?.reason === 'unanswered') {
        this.#decisions += 1;
        retryRound(file, { withBroker: true }, Date.now());
      }
      file.close();
      if (state !== 'finished') continue;
      if (counts.accepted !== rows) this.#problems.push(`job ${this.#jobs}: ${counts.accepted} of ${rows} accepted`);
      return;
    }
  }

  /** One process that sends, while one of the three is killed; resolves when it has ended. */
  async #sender(path: string): Promise<string> {
    const { random, kills, withBroker } = this.#lane;
    const child = spawn(process.execPath, [script('queueSender'), path, JSON.stringify(this.#address), password], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString('utf8')));
    const ended = once(child, 'close');
    if (this.#done() < kills) {
      // It takes some time to begin; after that anything may be under way.
      await Promise.race([delay(300 + random() * 1_200), ended]);
      if (child.exitCode === null) await this.#kill(withBroker ? Math.floor(random() * 5) : Math.floor(random() * 4), child);
    }
    await ended;
    return child.signalCode ?? (child.exitCode === 0 ? said : `code ${child.exitCode} ${said}`);
  }

  async #kill(which: number, sender: ChildProcess): Promise<void> {
    if (which < 2) {
      this.#kills.sender += 1;
      sender.kill('SIGKILL');
    } else if (which < 4) {
      this.#kills.platform += 1;
      this.#platform.kill('SIGKILL');
      this.#platform = this.#startPlatform();
    } else {
      this.#kills.broker += 1;
      await killBroker(this.#place);
      this.#place = await restartBroker(this.#place);
      this.#lane.onBroker?.(this.#place);
    }
  }

  #count(): { readonly lost: number; readonly doubled: number } {
    const applied = new Map<number, number>();
    const lines = existsSync(this.#journal) ? readFileSync(this.#journal, 'utf8').trim().split('\n') : [];
    for (const line of lines) for (const key of (line.split(' ')[1] ?? '').split(',')) applied.set(Number(key), (applied.get(Number(key)) ?? 0) + 1);
    let [lost, doubled] = [0, 0];
    for (let key = 1; key <= this.#jobs * this.#lane.rows; key += 1) {
      const times = applied.get(key) ?? 0;
      if (times === 0) lost += 1;
      if (times > 1) doubled += 1;
    }
    return { lost, doubled };
  }
}
