import type { ConnectionMark } from './connectionMark.ts';
import type { ShownCertificate } from './serverTrust.ts';
import type { CommandName, CommandOutput, CommandParsed, DatabaseInfo, FieldInfo, JobSummary, Known, ResourceInfo, SourceRef } from './commands.ts';
import type { UndoSaved } from './comparison.ts';
import type { JobFigures } from './diagnostics.ts';
import type { EngineEvent } from './events.ts';
import type { Reply } from './client.ts';
import type { WireFormat } from './job.ts';
import type { TemplateWritten } from './answers.ts';
import type { Language } from './language.ts';
import type { QueueAccess, QueueAddress, QueueDepths } from './queueAddress.ts';
import type { Recipe } from './recipe.ts';
import type { ExpiringJob } from './retention.ts';

/**
 * What main and the engine's process say to each other. Main has parsed everything that came from the page;
 * the engine trusts these messages. Tokens travel here, in memory only.
 */

/** Commands of the page that main hands on unchanged. The others need a dialog, a secret or another process. */
export const engineCommands = [
  'inspectSource', 'columnValues', 'cancelColumnValues',
  'listRecipes', 'saveRecipe', 'renameRecipe', 'deleteRecipe',
  'recogniseList', 'matchRecipe', 'taughtColumns', 'rememberedLists', 'forgetLists', 'keepList',
  'knownDatabases',
  'listJobs', 'pinJob', 'prepareJob', 'cancelPrepare', 'checkSource', 'reopenSource',
  'jobStatus', 'jobProblems', 'jobFailures', 'runFigures', 'previewItems',
  'jobColumns', 'filterRows', 'rowsAt', 'rowPosition', 'rowDetails',
  'pauseJob', 'queuedJobs', 'cancelJob', 'retryJob', 'deleteJob', 'checkJob',
  'recogniseWorkbook', 'previewWorkbook', 'correctFromWorkbook',
  'correctCells', 'undoCorrections', 'listCorrections', 'cancelCorrections',
  'listDuplicates', 'duplicateRows', 'pickDuplicate', 'previewFill', 'fillDuplicates',
  'findText', 'cancelFind', 'cancelExport', 'cancelUndo', 'cancelComparison',
  'previewMend', 'applyMend', 'listProposals', 'listMistyped', 'cancelMending', 'keepChoices', 'keepMend',
] as const satisfies readonly CommandName[];

export type EngineCommandName = (typeof engineCommands)[number];

/** Of these, what is only read of jobs: answered by a process of its own, so that no page waits for an answer that is being recorded. */
export const readCommands = [
  'jobStatus', 'jobProblems', 'jobFailures', 'runFigures', 'previewItems',
  'jobColumns', 'filterRows', 'rowsAt', 'rowPosition', 'rowDetails',
  'listCorrections', 'listDuplicates', 'duplicateRows', 'findText',
] as const satisfies readonly EngineCommandName[];

export type ReadCommandName = (typeof readCommands)[number];

/** How to reach the platform; never stored by the engine. */
export interface Access {
  /** As readBaseUrl gave it. */
  readonly baseUrl: string;
  readonly token: string;
  readonly tokenInBody: boolean;
  /** It leads to the practice server. */
  readonly practice?: boolean | undefined;
  /** What a job is sent in; JSON when left out. */
  readonly format?: WireFormat | undefined;
  /** Jobs go through this queue; what is asked of the platform goes to `baseUrl`, which may be empty then. */
  readonly queue?: QueueAccess | undefined;
}

/** A connection as the catalogue keeps it: without its secret. */
export interface StoredConnection {
  readonly connectionId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly tokenInBody: boolean;
  readonly format: WireFormat;
  /** It leads to the program's own practice server. */
  readonly practice: boolean;
  readonly mark: ConnectionMark;
  /** Jobs go through this queue; left out where they go over HTTP. */
  readonly queue?: QueueAddress | undefined;
}

/** `connectionId`: by which it is sent, to be remembered with its list. `productionLimit`: as the settings have it. */
export type RunSettings = Omit<CommandParsed<'startJob'>, 'connectionId'> & { readonly connectionId?: string | undefined; readonly access: Access; readonly productionLimit?: number | undefined };

/** A command of the page with what is needed to ask the platform. */
type Asked<Name extends CommandName> = CommandParsed<Name> & { readonly access: Access };

interface PrivateCommands {
  /** Takes a file of the operator's choice into the sources that can be inspected. Fault source-missing, source-unreadable. */
  readonly registerSource: readonly [input: { readonly path: string }, output: SourceRef];
  /** Writes the list to practise with, and takes it as a source. Faults disk-full, output-unwritable. */
  readonly makeSample: readonly [input: Record<string, never>, output: { readonly source: SourceRef; readonly recipe: Recipe }];
  /** Writes a saved recipe as a file. Fault output-unwritable. */
  readonly writeRecipe: readonly [input: { readonly name: string; readonly path: string }, output: { readonly name: string }];
  /** Saves what a recipe file holds. Faults recipe-unreadable, recipe-invalid. */
  readonly readRecipe: readonly [input: { readonly path: string }, output: { readonly name: string }];
  readonly openJobFile: readonly [input: { readonly path: string }, output: JobSummary];
  /** Writes .xlsx or .csv by the path's ending, over a file that is there: the dialog has asked. */
  readonly exportTo: readonly [
    input: CommandParsed<'exportRows'> & { readonly path: string },
    output: NonNullable<CommandOutput<'exportRows'>>,
  ];
  /** Writes to a new folder inside the one given, over nothing. */
  readonly simulateInto: readonly [input: CommandParsed<'simulateJob'> & { readonly folder: string }, output: NonNullable<CommandOutput<'simulateJob'>>];
  /** Gives the job to a new file, which goes on with it. Faults as handOver of the engine, job-busy. */
  readonly handOverTo: readonly [input: CommandParsed<'handOverJob'> & { readonly path: string }, output: NonNullable<CommandOutput<'handOverJob'>>];
  /** Saves to a new file what can be proved of a damaged job, and takes it into the list. Faults as repairJob of the engine. */
  readonly repairTo: readonly [input: { readonly jobId: string; readonly path: string; readonly source: string | null }, output: NonNullable<CommandOutput<'repairJob'>>];
  readonly compareWith: readonly [input: Asked<'compareProfiles'>, output: CommandOutput<'compareProfiles'>];
  /** Over a workbook that is there: the dialog has asked; its recipe over nothing. Faults as writeUndo of the engine, job-busy. */
  readonly undoTo: readonly [input: { readonly jobId: string; readonly path: string }, output: UndoSaved];
  /** Starts or resumes; resolves when the job runs. */
  readonly runJob: readonly [input: RunSettings, output: null];
  /** The job's source, unless another job of the list has the same. */
  readonly sourceOnlyOf: readonly [input: { readonly jobId: string }, output: { readonly path: string | null }];
  /** Jobs that are done with and rest since that moment, in ms since 1970. */
  readonly restingSince: readonly [input: { readonly moment: number }, output: readonly ExpiringJob[]];
  /** Sizes and states of the jobs in the list, for a report. */
  readonly jobFigures: readonly [input: Record<string, never>, output: readonly JobFigures[]];
  /** The language of the words that come from the engine: those of exports, and of problems that faults carry. */
  readonly useLanguage: readonly [input: { readonly language: Language }, output: null];
  /** Ids of the jobs that run in the engine's process. */
  readonly runningJobs: readonly [input: Record<string, never>, output: readonly string[]];
  /** Always asks the platform; the others answer what is kept of it where it cannot be reached. */
  readonly readDatabases: readonly [input: Asked<'testConnection'>, output: readonly DatabaseInfo[]];
  /** The same for a connection that is not kept yet: nothing of the answer is kept either. */
  readonly tryDatabases: readonly [input: { readonly access: Access }, output: readonly DatabaseInfo[]];
  /** Opens a line to the broker and closes it: what waits in both queues. Fault queue-trouble. */
  readonly tryQueue: readonly [input: { readonly queue: QueueAccess }, output: QueueDepths];
  readonly readFields: readonly [input: Asked<'listFields'>, output: Known<FieldInfo>];
  /** Writes a workbook to fill in, over a file that is there: the dialog has asked. Faults as writeTemplate. */
  readonly writeTemplate: readonly [input: Asked<'listFields'> & { readonly path: string; readonly subscriptions: boolean }, output: TemplateWritten];
  readonly readResources: readonly [input: Asked<'listResources'>, output: Known<ResourceInfo>];
  readonly readResourceFields: readonly [input: Asked<'listResourceFields'>, output: Known<FieldInfo>];
  readonly readConnections: readonly [input: Record<string, never>, output: readonly StoredConnection[]];
  /** Adds it, or replaces the one with its id. */
  readonly writeConnection: readonly [input: StoredConnection, output: null];
  readonly removeConnection: readonly [input: { readonly connectionId: string }, output: null];
  /** Closes the job's file where it is only read, so that it can be moved or deleted: Windows does neither with a file that is open. */
  readonly releaseJob: readonly [input: { readonly jobId: string }, output: null];
  /**
   * Takes no new chunk, waits up to `waitMs` for those in flight, then aborts them (they become unknown and are
   * settled on resume), records, closes every file. Nothing else is answered afterwards.
   */
  readonly shutdown: readonly [input: { readonly waitMs: number }, output: null];
}

export type EngineName = EngineCommandName | keyof PrivateCommands;
export type EngineInput<Name extends EngineName> = Name extends EngineCommandName
  ? CommandParsed<Name>
  : Name extends keyof PrivateCommands
    ? PrivateCommands[Name][0]
    : never;
export type EngineOutput<Name extends EngineName> = Name extends EngineCommandName
  ? CommandOutput<Name>
  : Name extends keyof PrivateCommands
    ? PrivateCommands[Name][1]
    : never;

/** One request: the name and its input belong together. */
export type EngineRequest<Name extends EngineName = EngineName> = {
  readonly [Each in Name]: { readonly kind: 'request'; readonly seq: number; readonly name: Each; readonly input: EngineInput<Each> };
}[Name];

/** A POST for main to carry out on the system's network stack. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds from start to the last byte of the answer. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `refused`: nothing was sent. The others leave open whether the server got the request. */
export interface HttpFailure {
  readonly kind: 'refused' | 'network' | 'timeout' | 'aborted';
  readonly systemCode: string;
  /** Of a server that cannot be trusted: what it showed for itself, its own certificate first. */
  readonly chain?: readonly ShownCertificate[];
}

/** What became of a POST; carrying one out always gives one. */
export type HttpOutcome =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly failure: HttpFailure };

/** Carries a POST out; an abort gives it up. */
export type HttpSend = (request: HttpRequest, signal: AbortSignal) => Promise<HttpOutcome>;

export type ToEngine =
  | EngineRequest
  | { readonly kind: 'http-answer'; readonly id: number; readonly answer: HttpAnswer }
  | { readonly kind: 'http-failure'; readonly id: number; readonly failure: HttpFailure };

export type FromEngine =
  /** First message: from now on requests are served. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly seq: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'http'; readonly id: number; readonly request: HttpRequest }
  | { readonly kind: 'http-abort'; readonly id: number };

/** One end of a message channel, whatever carries it: a utility process, a MessageChannel in tests. */
export interface Port<Outgoing, Incoming> {
  post(message: Outgoing): void;
  listen(listener: (message: Incoming) => void): void;
}
