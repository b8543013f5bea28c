import type { EngineInput, EngineName, EngineOutput, ReadCommandName } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Transport } from '#engine/api/transport.ts';
import type { BlockReader } from '#engine/jobs/prepare/readBlocks.ts';

/**
 * The engine as its process serves it: one function a command. Each takes what main has parsed, gives the
 * answer and throws Fault; anything else thrown reaches the page as `internal`.
 */
export type EngineHost = {
  readonly [Name in EngineName]: (input: EngineInput<Name>) => EngineOutput<Name> | Promise<EngineOutput<Name>>;
};

/** What the process that only reads serves. */
export type ReadingHost = Pick<EngineHost, ReadCommandName | 'cancelFind' | 'listJobs' | 'releaseJob' | 'shutdown'>;

/** What the host is given from outside. */
export interface HostSurroundings {
  /** Folder for the catalogue and the job files; made if missing. */
  readonly home: string;
  /** Folder for what is remembered of lists; `home` when left out. */
  readonly memoryFolder?: string | undefined;
  /** Folder in which the command line tells of jobs; nobody does where it is left out. */
  readonly announced?: string | undefined;
  /** Carries requests out; in the application by Electron's network stack, in tests by plain Node. */
  readonly transport: Transport;
  /** Where sources are read for a new job; in this thread when left out. */
  readonly reader?: BlockReader | undefined;
  readonly emit: (event: EngineEvent) => void;
}

export type MakeHost = (surroundings: HostSurroundings) => Partial<EngineHost>;
