import { statSync } from 'node:fs';
import { Worker, type MessagePort } from 'node:worker_threads';
import { Fault, faultOf, type FaultData } from '#contract/faults.ts';
import type { BlockReader, ReadEvent, ReadInput } from './readBlocks.ts';
import { readHere } from './readHere.ts';

/**
 * Reading in a thread of its own, beside storing: the wall time of the two is that of the slower one, and whoever else
 * asks the engine meanwhile is answered. Blocks are handed over, not copied.
 */

/** Smaller sources are read before the thread would have started. */
const worthAThread = 2_000_000;

/** Events under way to the storing side, at most: some megabytes as a rule, a hundred where rows are of the widest. */
const eventsAhead = 24;

/** Young objects of the reading thread, in MB: more would only be memory, as rows die at once. */
const youngMegabytes = 32;

type ToReader = { readonly kind: 'read'; readonly input: ReadInput } | { readonly kind: 'taken' } | { readonly kind: 'stop' };
type FromReader = { readonly kind: 'event'; readonly event: ReadEvent } | { readonly kind: 'fault'; readonly fault: FaultData } | { readonly kind: 'done' };

/** Reads in a thread whose entry is `entry` (readerEntry, or the bundle of it); small sources without one. Faults as readBlocks. */
export function threadReader(entry: string | URL): BlockReader {
  return (input, signal) => {
    const bytes = statSync(input.source, { throwIfNoEntry: false })?.size ?? 0;
    return bytes < worthAThread ? readHere(input, signal) : readInThread(entry, input, signal);
  };
}

async function* readInThread(entry: string | URL, input: ReadInput, signal: AbortSignal | undefined): AsyncGenerator<ReadEvent> {
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const tell = (message: ToReader): void => worker.postMessage(message);
  const stop = (): void => tell({ kind: 'stop' });
  signal?.addEventListener('abort', stop);
  tell({ kind: 'read', input });
  if (signal?.aborted === true) stop();
  try {
    for await (const message of messagesOf(worker)) {
      if (message.kind === 'done') return;
      if (message.kind === 'fault') throw new Fault(message.fault.code, message.fault.detail);
      yield message.event;
      tell({ kind: 'taken' });
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    // It closes its files itself, and then ends.
    stop();
    await ended;
  }
}

/** The messages of a thread in their order; what ends it without a word is thrown. */
async function* messagesOf(worker: Worker): AsyncGenerator<FromReader> {
  const waiting: FromReader[] = [];
  let ended: unknown = null;
  let wake: () => void = () => undefined;
  worker.on('message', (message: FromReader) => {
    waiting.push(message);
    wake();
  });
  worker.on('error', (error) => {
    ended ??= error;
    wake();
  });
  worker.on('exit', (code) => {
    ended ??= new Error(`the reading thread ended with ${code}`);
    wake();
  });
  for (;;) {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
    if (ended !== null) throw faultOf(ended);
    await new Promise<void>((resolve) => (wake = resolve));
  }
}

/** The thread's side: reads what it is told to, never more than a few events ahead of the storing side, and ends. */
export function serveReader(port: MessagePort): void {
  const abort = new AbortController();
  const pace = { ahead: 0, wake: (): void => undefined };
  port.on('message', (message: ToReader) => {
    if (message.kind === 'read') void readFor(port, message.input, abort.signal, pace).finally(() => port.close());
    else if (message.kind === 'stop') abort.abort();
    else pace.ahead -= 1;
    pace.wake();
  });
}

async function readFor(port: MessagePort, input: ReadInput, signal: AbortSignal, pace: { ahead: number; wake: () => void }): Promise<void> {
  const tell = (message: FromReader, handedOver: ArrayBuffer[] = []): void => port.postMessage(message, handedOver);
  try {
    for await (const event of readHere(input, signal)) {
      tell({ kind: 'event', event }, memoryOf(event));
      pace.ahead += 1;
      while (pace.ahead >= eventsAhead && !signal.aborted) await new Promise<void>((resolve) => (pace.wake = resolve));
    }
    tell({ kind: 'done' });
  } catch (error) {
    tell({ kind: 'fault', fault: faultOf(error).data });
  }
}

/** The memory that an event hands over. */
function memoryOf(event: ReadEvent): ArrayBuffer[] {
  return partsOf(event).map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}

function partsOf(event: ReadEvent): readonly (Uint8Array | Uint32Array)[] {
  if (event.kind === 'table' || event.kind === 'again') return [];
  if (event.kind === 'end') return [event.superseded.positions, event.superseded.ofRows];
  const { sourceRows, cells, states, ends, items, keys } = event.block.packed;
  return [sourceRows, cells, states, ends, items, keys];
}
