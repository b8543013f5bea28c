import { z } from 'zod';
import { comparisonCommands } from './comparisonCommands.ts';
import type { Column } from './cells.ts';
import { mostAskedAbove } from './connectionMark.ts';
import { command } from './command.ts';
import type { KeepChoices, KeptMend, RecentFile, SourceRef, SourceCheck, ReopenedSource, RepairedJob, SimulationWritten, SavedRecipe, Connection, JobSummary, PracticeSample, TemplateWritten } from './answers.ts';
import type { BatchResult, CorrectionBatch } from './corrections.ts';
import { mostGroups, type DuplicateList, type DuplicateRows, type FillPreview } from './duplicates.ts';
import { exportChoices, exportDelimiters, exportLocales, type ExportWritten } from './exports.ts';
import type { DatabaseInfo, FieldInfo, Known, ResourceInfo } from './fields.ts';
import type { QueuedJob } from './events.ts';
import { mostFound, type FoundText } from './found.ts';
import type { HandedOver } from './place.ts';
import { listColumnsSchema, type ListEntry, type ListMatch, type ListProposal, type TaughtColumn } from './memory.ts';
import { usualRefusedPercent, type FailureList, type JobRow, type JobStatus, type ProblemGroup } from './job.ts';
import type { JobCheck } from './repair.ts';
import { mendLooks, mendRequestShape, type GroupProposals, type MendPreview } from './mends.ts';
import { rowErrorReasons } from './rowErrors.ts';
import { recipeSchema } from './recipe.ts';
import { connectionInput, correctingShape, id, label, requestSize, seenShape, sheetOfSource, workbookChoices } from './commandParts.ts';
import type { RowDetails } from './rowDetails.ts';
import type { RunFigures } from './runFigures.ts';
import { mostRowsAtOnce, rowFilterSchema } from './rowFilter.ts';
import type { ColumnValues, SourceInspection } from './source.ts';
import { windowCommands } from './windowCommands.ts';
import type { WorkbookOf, WorkbookReport, WorkbookTaken } from './workbook.ts';

/**
 * The border: every command the page may give, with the schema its input is parsed by (once, in main)
 * and the type of its answer. The channel is the name. A command that is not in this table does not exist.
 */

const none = z.strictObject({});
const job = z.strictObject({ jobId: id });

export const commands = {
  ...windowCommands,
  ...comparisonCommands,

  /** Opens the file dialog; null when it was dismissed. */
  chooseSource: command(none)<SourceRef | null>(),
  /** The files that were taken for an import lately, the latest first. */
  recentFiles: command(none)<readonly RecentFile[]>(),
  /** Takes one of them again; one that is gone for good leaves the list. Faults source-missing, source-unreadable. */
  openRecent: command(z.strictObject({ recentId: id }))<SourceRef>(),
  /** Empties their list; the files stay. Fault output-unwritable. */
  forgetRecent: command(none)<null>(),
  inspectSource: command(z.strictObject(sheetOfSource))<SourceInspection>(),
  /** Reads the whole sheet for the values of one column (as a recipe names it), a thousand of them at most. One count a source: a new one ends the one before. */
  columnValues: command(
    z.strictObject({ ...sheetOfSource, column: z.string().min(1).max(500), separator: z.string().min(1).max(5).optional() }),
  )<ColumnValues>(),
  /** Stops a count under way, which then fails as cancelled. */
  cancelColumnValues: command(z.strictObject({ sourceId: id }))<null>(),

  listRecipes: command(none)<readonly SavedRecipe[]>(),
  /** `columns`: those of the file that it was made for, so that a later file can be held against them. */
  saveRecipe: command(z.strictObject({ name: label, recipe: recipeSchema, columns: listColumnsSchema.optional() }))<null>(),
  /** Fault recipe-exists. */
  renameRecipe: command(z.strictObject({ name: label, to: label }))<null>(),
  deleteRecipe: command(z.strictObject({ name: label }))<null>(),
  /** Asks where to save it as a file; null when dismissed, else the file's name. */
  exportRecipe: command(z.strictObject({ name: label }))<{ readonly name: string } | null>(),
  /** Asks for a recipe file and saves what it holds under the file's name; null when dismissed. Faults recipe-unreadable, recipe-invalid. */
  importRecipe: command(none)<{ readonly name: string } | null>(),

  /** The lists that a file probably is, as it was looked at last, the likeliest first; empty where it is like none. */
  recogniseList: command(z.strictObject({ sourceId: id }))<readonly ListProposal[]>(),
  /** How the columns of a saved recipe are found in a file; null where there is no such recipe. */
  matchRecipe: command(z.strictObject({ sourceId: id, name: label }))<ListMatch | null>(),
  /** What finished jobs of the same database had columns of these headers mapped to. */
  taughtColumns: command(z.strictObject({ sourceId: id, connectionId: id, dbId: z.int().min(1) }))<readonly TaughtColumn[]>(),
  /** All lists that are remembered, the newest first. */
  rememberedLists: command(none)<readonly ListEntry[]>(),
  /** Forgets lists and what they taught; all of them without ids. */
  forgetLists: command(z.strictObject({ ids: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(1_000).optional() }))<null>(),
  /** Saves the recipe of a remembered list under a name. Faults recipe-exists, list-missing. */
  keepList: command(z.strictObject({ listId: z.string().regex(/^[0-9a-f]{32}$/), name: label }))<null>(),

  listConnections: command(none)<readonly Connection[]>(),
  saveConnection: command(connectionInput)<Connection>(),
  /** Asks the platform for its databases by what is typed, before any of it is kept; a token left out is the stored one. */
  tryConnection: command(connectionInput)<readonly DatabaseInfo[]>(),
  deleteConnection: command(z.strictObject({ connectionId: id }))<null>(),
  /** Asks the platform for its databases: proves address, token and rights in one request. */
  testConnection: command(z.strictObject({ connectionId: id }))<readonly DatabaseInfo[]>(),
  /** The databases as the connection last told them; null where it never did. Asks nobody. */
  knownDatabases: command(z.strictObject({ connectionId: id }))<Known<DatabaseInfo> | null>(),
  /** These three ask the platform, and answer what it said before where it cannot be reached. */
  listFields: command(z.strictObject({ connectionId: id, dbId: z.int().min(1) }))<Known<FieldInfo>>(),
  /** Asks where to save a workbook to fill in, made of the fields of a database; null when dismissed. "name": the database's, for the file; "subscriptions": with columns for those of its resources. */
  saveTemplate: command(z.strictObject({ connectionId: id, dbId: z.int().min(1), name: label, subscriptions: z.boolean().default(false) }))<TemplateWritten | null>(),
  listResources: command(z.strictObject({ connectionId: id }))<Known<ResourceInfo>>(),
  listResourceFields: command(z.strictObject({ connectionId: id, resourceId: z.int().min(1), channel: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/) }))<Known<FieldInfo>>(),
  /** Starts the practice server if need be and gives the connection that leads to it. */
  startPractice: command(none)<Connection>(),
  /** The same, with a list of people whom the practice server knows, and the recipe that maps it. Faults as startPractice, disk-full, output-unwritable. */
  startSample: command(none)<PracticeSample>(),

  /** `kept`: as they were seen last, at once; a job that was seen by nobody yet, or lies elsewhere now, is told without it. `look`: as they are, without waiting for what is being written. */
  listJobs: command(z.strictObject({ kept: z.literal(true).optional(), look: z.literal(true).optional() }))<readonly JobSummary[]>(),
  /** Has a job stand above the others in the list, or not any more. */
  pinJob: command(z.strictObject({ jobId: id, pinned: z.boolean() }))<null>(),
  /** Opens a job file from elsewhere by dialog; null when dismissed. */
  openJob: command(none)<JobSummary | null>(),
  /** Reads, checks and stores the whole source; resolves when the job is ready. Progress comes as events. */
  prepareJob: command(
    z.strictObject({
      sourceId: id,
      recipe: recipeSchema,
      name: label,
      /** The file as `inspectSource` saw it: Fault source-changed, and no job, where it is another one by now. */
      seen: seenShape.optional(),
      /** Rows that earlier jobs of this list saw accepted just so, on this connection's server, are left out as unchanged. */
      unchangedOn: id.optional(),
      /** The connection that the job is made for, which it is known by until it is sent. */
      connectionId: id.optional(),
      /** What the operator goes on with all the same; kept in the job, to be told again before the start. */
      doubts: z.array(z.string().max(10_000)).max(10).optional(),
    }),
  )<{ readonly jobId: string }>(),
  /** Reads the whole file that the job was made from, where it still lies there, and tells whether it is the same. */
  checkSource: command(job)<SourceCheck>(),
  /** Takes that file anew, or the one chosen in its place, with the recipe that the job was made by. Faults source-missing, source-unreadable. */
  reopenSource: command(z.strictObject({ jobId: id, sourceId: id.optional() }))<ReopenedSource>(),
  /** Stops a preparation under way; its unfinished job is deleted. */
  cancelPrepare: command(z.strictObject({ sourceId: id }))<null>(),
  jobStatus: command(job)<JobStatus>(),
  jobProblems: command(job)<readonly ProblemGroup[]>(),
  jobFailures: command(job)<FailureList>(),
  /** The columns of the job's table, in their order. */
  jobColumns: command(job)<readonly Column[]>(),
  /**
   * Positions of the rows that a filter leaves, rising, as they are now: what is corrected later does not change them. One
   * look a job: a new one ends the one before, which then fails as cancelled.
   */
  filterRows: command(z.strictObject({ jobId: id, filter: rowFilterSchema }))<Uint32Array>(),
  /** The rows at rising positions, those that are there. */
  rowsAt: command(z.strictObject({ jobId: id, positions: z.array(z.int().min(1)).min(1).max(mostRowsAtOnce) }))<readonly JobRow[]>(),
  /** Everything about the row at a position; null where there is none. */
  rowDetails: command(z.strictObject({ jobId: id, position: z.int().min(1) }))<RowDetails | null>(),
  /** The position of a sheet row, else of the next one behind it, else of the last; null in a job without rows. */
  rowPosition: command(z.strictObject({ jobId: id, row: z.int().min(1) }))<number | null>(),
  /** How the last run goes or went over its time; null before its first request. */
  runFigures: command(job)<RunFigures | null>(),
  previewItems: command(z.strictObject({ jobId: id, limit: z.int().min(1).max(100) }))<readonly string[]>(),
  startJob: command(
    z.strictObject({
      jobId: id,
      connectionId: id,
      streams: z.int().min(1).max(8).default(2),
      ...requestSize,
      /** Pause when so many percent of the rows answered are refused; null: never for that reason. */
      pauseWhenRefused: z.int().min(1).max(100).nullable().default(usualRefusedPercent),
      /** Send only the first so many rows that wait, then pause. */
      trial: z.int().min(1).max(10_000).optional(),
      /** Go on with this file although it is a copy (Fault job-elsewhere): the operator was told and said so. */
      adopt: z.boolean().optional(),
      /** How many profiles are sent, as the operator has typed it: wanted above the connection’s limit (Fault number-unconfirmed). */
      confirmed: z.int().min(1).max(mostAskedAbove).optional(),
      /** Send rows left out as unchanged too (Fault unchanged-unproved): the operator was told and said so. */
      sendUnchanged: z.boolean().optional(),
    }),
  )<null>(),
  /** Of a job that is compared before its first sending: that is cancelled. `now` aborts the requests in flight; their chunks become unknown and are settled on resume. */
  pauseJob: command(z.strictObject({ jobId: id, now: z.boolean().default(false) }))<null>(),
  cancelJob: command(job)<null>(),
  /** The jobs that wait for another one on their connection; pauseJob takes one out, startJob puts it in where its connection sends. */
  queuedJobs: command(none)<readonly QueuedJob[]>(),
  /** A new round with failed rows: all of them, those of the codes, or those of the sheet rows given. */
  retryJob: command(
    z.strictObject({
      jobId: id,
      codes: z.array(z.int()).max(1_000).optional(),
      rows: z.array(z.int().min(1)).max(100_000).optional(),
      /** Also rows whose outcome can no longer be asked for; they may be applied a second time. */
      unknown: z.boolean().default(false),
      /** Instead, all rows that a broker has, or may have, without an answer; they may be applied a second time. */
      withBroker: z.boolean().optional(),
      /** As in startJob. */
      adopt: z.boolean().optional(),
    }),
  )<{ readonly rows: number }>(),
  /**
   * Corrects cells inside the job, as one batch; typed as into a cell, so that nothing empties it. Rows that cannot be
   * corrected now are told. Progress comes as events where it takes longer.
   */
  correctCells: command(
    z.strictObject({
      jobId: id,
      cells: z.array(z.strictObject({ position: z.int().min(1), column: z.int().min(0).max(16_383), value: z.string().max(32_767) })).min(1).max(100_000),
      /** Also rows that the platform has accepted: they are sent once more. */
      sendAgain: z.boolean().default(false),
      /** As in startJob. */
      adopt: z.boolean().optional(),
    }),
  )<BatchResult>(),
  /** Takes the newest corrections back, or brings back the oldest that were undone, as a whole; `sendAgain`: also where a row is sent then after another of its match key. Faults nothing-to-undo, correction-sent. */
  undoCorrections: command(z.strictObject({ jobId: id, redo: z.boolean().default(false), sendAgain: z.literal(true).optional(), adopt: z.boolean().optional() }))<BatchResult>(),
  /** Whether a file is a workbook that was exported for correcting, and of which job; null where it is none. */
  recogniseWorkbook: command(z.strictObject({ sourceId: id }))<WorkbookOf | null>(),
  /** What such a workbook would change in its job, cell by cell; nothing is changed. Progress comes as events. */
  previewWorkbook: command(z.strictObject({ jobId: id, sourceId: id, ...workbookChoices }))<WorkbookReport>(),
  /** Takes such a workbook into its job: what was changed in it is corrected, as one batch. */
  correctFromWorkbook: command(z.strictObject({ jobId: id, sourceId: id, ...workbookChoices, adopt: z.boolean().optional() }))<WorkbookTaken>(),
  /** What a mend would do, counted over all of its rows; nothing is changed. One look a job: a new one ends the one before. */
  previewMend: command(z.strictObject({ jobId: id, ...mendRequestShape }))<MendPreview>(),
  /** Mends as one batch; progress and cancelling as correctCells. */
  applyMend: command(z.strictObject({ jobId: id, ...mendRequestShape, ...correctingShape }))<BatchResult>(),
  /** The mends that would put rows right; of one column (its letter) and reason, or of all groups of problems. A look as previewMend. */
  listProposals: command(z.strictObject({ jobId: id, column: z.string().max(3).optional(), reason: z.enum(rowErrorReasons).optional() }))<readonly GroupProposals[]>(),
  /** Valid addresses with a domain that is hardly meant, column by column. One look a job, beside those of mends. */
  listMistyped: command(job)<readonly GroupProposals[]>(),
  /** Ends a look under way, which then fails as cancelled. */
  cancelMending: command(z.strictObject({ jobId: id, look: z.enum(mendLooks).default('mend') }))<null>(),
  /** The recipes that are saved, and the one that the job was made by as far as that can be told. */
  keepChoices: command(job)<KeepChoices>(),
  /** Adds a mend to a saved recipe, so that the next file needs none; where there is none of the name, the job's own is saved under it. Faults usage, recipe-invalid. */
  keepMend: command(z.strictObject({ jobId: id, name: label, ...mendRequestShape }))<KeptMend>(),
  /** All batches of corrections, in their order. */
  listCorrections: command(job)<readonly CorrectionBatch[]>(),
  /** Stops a batch under way, which then fails as cancelled and has changed nothing. */
  cancelCorrections: command(job)<null>(),
  /** A page of the groups of rows with the same match key, and which of them is sent. */
  listDuplicates: command(z.strictObject({ jobId: id, offset: z.int().min(0), limit: z.int().min(1).max(mostGroups) }))<DuplicateList>(),
  /** A page of the rows of one group, by the position of the row that is sent: those behind `offset`, or the page with a sheet row or the next one behind it. */
  duplicateRows: command(z.strictObject({ jobId: id, position: z.int().min(1), offset: z.int().min(0).default(0), row: z.int().min(1).optional() }))<DuplicateRows>(),
  /** Sends a row instead of the one that is sent for its match key, as one batch; `sendAgain`: also after one that was accepted. */
  pickDuplicate: command(z.strictObject({ jobId: id, position: z.int().min(1), sendAgain: z.boolean().default(false), adopt: z.boolean().optional() }))<BatchResult>(),
  /** What filling empty cells of rows that are sent from their duplicates would do: in the group of a row, or in all. Fault no-duplicates. */
  previewFill: command(z.strictObject({ jobId: id, position: z.int().min(1).optional(), sendAgain: z.boolean().default(false) }))<FillPreview>(),
  /** Does it, as one batch. */
  fillDuplicates: command(z.strictObject({ jobId: id, position: z.int().min(1).optional(), sendAgain: z.boolean().default(false), adopt: z.boolean().optional() }))<BatchResult>(),
  /** Looks for a text in the cells of all rows, as they count now. One search a job: a new one ends the one before. Progress comes as events. */
  findText: command(
    z.strictObject({
      jobId: id,
      text: z.string().min(1).max(1_000),
      column: z.int().min(0).max(16_383).optional(),
      /** Position of the first row whose cells are told; all are counted. */
      from: z.int().min(1).optional(),
      limit: z.int().min(1).max(mostFound).default(1_000),
    }),
  )<FoundText>(),
  /** Stops a search under way, which then fails as cancelled. */
  cancelFind: command(job)<null>(),
  /** What of the job's file is whole, and what a repair would save; the file is only read. */
  checkJob: command(job)<JobCheck>(),
  /**
   * Asks where to save, and for the workbook that the job was made from where it is to be read again; null when dismissed.
   * Saves to a new job, which comes into the list, all that can be proved of the damaged one.
   */
  repairJob: command(z.strictObject({ jobId: id, withSource: z.boolean() }))<RepairedJob | null>(),
  /** Deletes the job file, and with it all its personal data. */
  deleteJob: command(job)<null>(),
  /** Asks where to save; null when dismissed, else the file's name and what was written. Language and delimiter are of CSV. */
  exportRows: command(
    z.strictObject({
      jobId: id,
      rows: z.enum(exportChoices),
      locale: z.enum(exportLocales).optional(),
      delimiter: z.enum(exportDelimiters).optional(),
      /** A workbook to correct the rows in and take back, see correctFromWorkbook; of the rows chosen those that `filter` leaves. */
      forCorrecting: z.boolean().optional(),
      filter: rowFilterSchema.optional(),
    }),
  )<(ExportWritten & { readonly name: string }) | null>(),
  /** Stops the job's exports under way, which then fail as cancelled and leave no file. */
  cancelExport: command(job)<null>(),
  /**
   * Asks for a folder and writes what a run would send now, and its plan, to a new one inside it; sends nothing. Null
   * when dismissed. Written in the connection's form; without one, in the form that the job was sent in last.
   */
  simulateJob: command(z.strictObject({ jobId: id, connectionId: id.optional(), ...requestSize }))<SimulationWritten | null>(),
  /**
   * Asks where to save and gives the job to the new file; this one sends nothing any more. Null when dismissed. Where an
   * earlier handing over only lacks its last step, that is done without asking. `adopt` as in startJob.
   */
  handOverJob: command(z.strictObject({ jobId: id, adopt: z.boolean().optional() }))<HandedOver | null>(),
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller writes (defaults may be left out). */
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
/** What a handler receives after the border. */
export type CommandParsed<Name extends CommandName> = z.output<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> = Commands[Name] extends { readonly output?: infer Output }
  ? Exclude<Output, undefined>
  : never;

export type { AboutProgram, LanguageState, KeepChoices, KeptMend, OfferedFile, RecentFile, SourceRef, SourceCheck, ReopenedSource, RepairedJob, SimulationWritten, SavedRecipe, Connection, JobSummary, PracticeSample, TemplateWritten } from './answers.ts';
export type { DatabaseInfo, FieldInfo, Known, ResourceInfo } from './fields.ts';
