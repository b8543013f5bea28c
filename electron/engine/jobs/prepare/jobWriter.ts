import type { JobFile } from '../../store/jobFile.ts';
import { freeBlock } from '../../store/packBlock.ts';
import { nextRowState } from '../transitions.ts';
import type { Superseded } from './keyIndex.ts';
import type { ReadBlock } from './rowGatherer.ts';

/** Blocks a transaction: fewer would cost more in commits, more would hold more of them in memory. */
const blocksPerCommit = 20;

/** Writes blocks into a job file in the making, some of them a transaction. */
export interface JobWriter {
  take(block: ReadBlock): void;
  /** Writes what still waits, and that the rows superseded are duplicates of later ones. */
  end(superseded: Superseded): void;
  /** Rows taken in. */
  readonly rows: number;
  /** Positions of rows that were picked for their match key before; rising. */
  readonly picked: readonly number[];
}

export function createJobWriter(file: JobFile): JobWriter {
  let waiting: ReadBlock[] = [];
  let rows = 0;
  const picked: number[] = [];

  function write(): void {
    const blocks = waiting;
    waiting = [];
    if (blocks.length > 0) writeBlocks(file, blocks);
    for (const { packed } of blocks) freeBlock(packed);
  }

  return {
    take(block) {
      rows += block.packed.count;
      for (const position of block.picked) picked.push(position);
      waiting.push(block);
      if (waiting.length >= blocksPerCommit) write();
    },
    end(superseded) {
      write();
      if (superseded.positions.length > 0) writeSuperseded(file, superseded);
    },
    get rows() {
      return rows;
    },
    picked,
  };
}

function writeBlocks(file: JobFile, blocks: readonly ReadBlock[]): void {
  file.transaction(() => {
    for (const { packed, errors, duplicates } of blocks) {
      file.blocks.append(packed);
      file.items.append(packed);
      file.keys.append(packed);
      file.states.append(packed);
      for (const entry of errors) file.problems.addErrors(entry.position, entry.errors);
      for (const entry of duplicates) file.problems.addDuplicate(entry.position, entry.ofRow);
    }
    file.job.addRead(blocks.reduce((sum, { packed }) => sum + packed.count, 0));
  });
}

/** Earlier rows whose key came again: the last one is sent instead. */
function writeSuperseded(file: JobFile, { positions, ofRows }: Superseded): void {
  file.transaction(() => {
    positions.forEach((position, index) => file.problems.addDuplicate(position, ofRows[index] ?? 0));
    const runs = Array.from(positions, (position) => ({ from: position, to: position }));
    file.states.change(runs, (state) => nextRowState(state, 'supersede'));
  });
}
