import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault, isNoRoom } from '#contract/faults.ts';
import { systemCode } from '#files/systemErrors.ts';

/** Blocks of the file kept in memory: cells ask for strings roughly in their order. */
const keptBlocks = 8;

/**
 * Blocks of one size in a temporary file that only this user can read and that no longer has a name once it is
 * open, so that personal data does not outlive the process whatever ends it. Reads and writes wait for the disk:
 * the caller is a loop over cells, and a block serves some hundred thousand of them.
 */
export class BlockFile {
  readonly #size: number;
  readonly #descriptor: number;
  readonly #kept = new Map<number, Buffer>();

  /** Throws disk-full and source-unreadable, as every step does. */
  constructor(size: number) {
    this.#size = size;
    const path = join(tmpdir(), `strings-${randomUUID()}`);
    this.#descriptor = attempt(() => openSync(path, 'wx+', 0o600));
    attempt(() => { unlinkSync(path); });
  }

  write(number: number, block: Buffer): void {
    let done = 0;
    while (done < this.#size) {
      done += attempt(() => writeSync(this.#descriptor, block, done, this.#size - done, number * this.#size + done));
    }
  }

  read(number: number): Buffer {
    const known = this.#kept.get(number);
    if (known !== undefined) return known;
    const block = Buffer.allocUnsafeSlow(this.#size);
    let done = 0;
    while (done < this.#size) {
      const read = attempt(() => readSync(this.#descriptor, block, done, this.#size - done, number * this.#size + done));
      if (read === 0) throw new Fault('source-unreadable', { reason: 'temporary-file' });
      done += read;
    }
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= keptBlocks && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(number, block);
    return block;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function attempt<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw new Fault(isNoRoom(systemCode(error) ?? '') ? 'disk-full' : 'source-unreadable', { reason: 'temporary-file' }, { cause: error });
  }
}
