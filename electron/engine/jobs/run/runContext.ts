import type { JobStatus } from '#contract/job.ts';
import type { ConfirmationAsked } from '#contract/runSize.ts';
import type { PlatformAccess, PlatformClient } from '../../api/client.ts';
import type { Transport } from '../../api/transport.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { CompareProgress } from './compareAgain.ts';
import type { Frames } from './chunkBody.ts';
import type { KeyOrder } from './keyOrder.ts';
import type { Clock } from '../clock.ts';
import type { Pace } from './pace.ts';
import type { PlatformTime } from './platformTime.ts';
import type { ChunkLimits } from './plan.ts';
import type { QueueWay } from './broker/queueWay.ts';
import type { RunState } from './runState.ts';

/** A run either asks the platform itself, or leaves requests with a broker that the platform takes them from. */
export type RunOptions = RunBasics & (OverHttp | OverQueue);

export interface OverHttp {
  readonly access: PlatformAccess;
  readonly transport: Transport;
  readonly queue?: undefined;
}

export interface OverQueue {
  readonly queue: QueueWay;
}

export interface RunBasics {
  readonly file: JobFile;
  readonly limits: ChunkLimits;
  /** 1 to 8: how many requests may be under way at most; the run uses fewer while the server is better served so. */
  readonly streams: number;
  /** Send only the first so many rows that wait, then pause; all of them when left out. */
  readonly trial?: number | undefined;
  /** Pause when so many percent of the rows answered are refused; null: never for that reason. `usualRefusedPercent` by default. */
  readonly pauseWhenRefused?: number | null | undefined;
  /** The operator has said that this file is to go on, although it is a copy. */
  readonly adopt?: boolean | undefined;
  /** The operator has said that rows left out as unchanged are to be sent too. */
  readonly sendUnchanged?: boolean | undefined;
  /** What the connection wants to be told of how many profiles go over it; nothing where it is left out. */
  readonly confirmation?: ConfirmationAsked | undefined;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** A new UUID at every call, for the right to write. */
  readonly newId: () => string;
  /** Milliseconds for one request; `usualTimeoutMs` by default. */
  readonly timeoutMs?: number | undefined;
  /** Aborted: no new chunk is taken; those in flight are waited for. */
  readonly stop: AbortSignal;
  /** Who aborted it, asked when the run has ended; the operator where it is left out. */
  readonly stoppedBy?: (() => 'asked' | 'closed') | undefined;
  /** Aborted: requests in flight are cut off too; their chunks become unknown. */
  readonly abort: AbortSignal;
  /** While rows left out as unchanged are compared with earlier jobs once more; `stop` ends it with Fault cancelled. At most five times a second. */
  readonly onComparing?: ((progress: CompareProgress) => void) | undefined;
  /** Once, when all that can refuse a start is done. */
  readonly onBegun?: (() => void) | undefined;
  /** At most five times a second, and once at the end. */
  readonly onProgress?: ((status: JobStatus) => void) | undefined;
}

/** What all parts of one run share. */
export interface RunContext extends RunBasics {
  readonly pauseWhenRefused: number | null;
  readonly timeoutMs: number;
  readonly state: RunState;
  readonly frames: Frames;
  /** Null where any chunk may be sent beside any other. */
  readonly order: KeyOrder | null;
  readonly jobId: string;
  /** Written into the job file: a process that finds another owner there must stop writing. */
  readonly owner: string;
  readonly run: number;
  readonly time: PlatformTime;
  readonly pace: Pace;
  /** Ends every wait of this run: stop, abort, or a pause from within. */
  readonly halt: AbortController;
  /** Aborted when the run has ended: nothing is reported after that. */
  readonly over: AbortController;
  readonly changed: Notifier;
  readonly report: () => void;
}

/** What the streams of a run over HTTP share. */
export interface HttpContext extends RunContext {
  readonly client: PlatformClient;
}

/** Wakes everybody who waits for something to have changed. */
export interface Notifier {
  wait(): Promise<void>;
  notify(): void;
}

export function createNotifier(): Notifier {
  let waiting: (() => void)[] = [];
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    notify() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}

export function mustStop({ stop, abort, halt }: RunContext): boolean {
  return stop.aborted || abort.aborted || halt.signal.aborted;
}
