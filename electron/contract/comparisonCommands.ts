import { z } from 'zod';
import { command } from './command.ts';
import { largestSample, usualSample, type Comparison, type UndoSaved } from './comparison.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Profiles as they are now. */
export const comparisonCommands = {
  /**
   * Fetches a sample of the profiles that would be updated, as they are now, and compares each with what would be sent; neither the job nor the
   * platform is changed. `goOn`: those of the comparison before are not fetched again. One look a job: a new one ends the one before. Progress comes as
   * events. `keep`: the profiles are kept inside the job as they are, which is all that it changes. Faults connection-missing, token-missing, job-other-server; what the platform says comes with what was compared before.
   */
  compareProfiles: command(z.strictObject({ jobId: id, connectionId: id, sample: z.int().min(1).max(largestSample).default(usualSample), goOn: z.boolean().default(false), keep: z.boolean().default(false) }))<Comparison>(),
  /** Writes a workbook that takes the import back for the rows whose profiles were kept, with its recipe beside it and among the saved ones, to a place of the operator’s choice. Progress comes as events. Faults nothing-to-undo, job-busy, cancelled. */
  saveUndo: command(z.strictObject({ jobId: id }))<UndoSaved | null>(),
  /** Stops a workbook that is being written by saveUndo; nothing is left of it. */
  cancelUndo: command(z.strictObject({ jobId: id }))<null>(),
  /** Ends a comparison under way; what was compared so far is its result, and it can be gone on with. */
  cancelComparison: command(z.strictObject({ jobId: id }))<null>(),
} as const;
