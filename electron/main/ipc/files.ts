import { m } from '#messages';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { ExportChoice } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import type { Engine } from '../engine/engine.ts';
import type { RecentFiles } from '../recentFiles.ts';
import type { Dialogs } from '../window/dialogs.ts';
import type { Handlers } from './router.ts';

const rowsNames: Readonly<Record<ExportChoice, () => string>> = {
  failed: m.files_rows_failed,
  invalid: m.files_rows_invalid,
  warnings: m.files_rows_warnings,
  unknown: m.files_rows_unknown,
  wrong: m.files_rows_wrong,
  all: m.files_rows_all,
};

/** `clients.xlsx` and the failed rows make `clients failed.xlsx`. */
function exportName(source: string, choice: ExportChoice, forCorrecting: boolean): string {
  const rows = rowsNames[choice]();
  return `${m.files_export_name({ source: plainName(source), rows: forCorrecting ? m.files_rows_to_correct({ rows }) : rows })}.xlsx`;
}

const plainName = (path: string): string => basename(path).replace(/\.[^.]*$/, '');

/** A name typed without an ending becomes a workbook; the dialog has asked about the name typed, not about this one. */
function withEnding(path: string, endings = /\.(xlsx|csv)$/i): string {
  if (endings.test(path)) return path;
  const whole = `${path}.xlsx`;
  if (existsSync(whole)) throw new Fault('output-exists', { name: basename(whole) });
  return whole;
}

const withWorkbookEnding = (path: string): string => withEnding(path, /\.xlsx$/i);

/** `clients.xlsx` makes `clients.importjob`, which says more than the job's own name in our folder. */
const jobName = (source: string): string => `${plainName(source)}.importjob`;

/** A file without it is none that the window opens; whether one lies there already is looked at before anything is written. */
const withJobEnding = (path: string): string => (/\.importjob$/i.test(path) ? path : `${path}.importjob`);

type RecipeNames = 'exportRecipe' | 'importRecipe';

/** A recipe goes to a file that a dialog asks for, and comes from one. */
function recipeFileHandlers({ request }: Pick<Engine, 'request'>, dialogs: Dialogs): Pick<Handlers, RecipeNames> {
  return {
    async exportRecipe({ name }) {
      const path = await dialogs.chooseRecipeTarget(`${name.replace(/[\\/:*?"<>|]/g, ' ').trim()}.json`);
      return path === null ? null : request('writeRecipe', { name, path });
    },
    async importRecipe() {
      const path = await dialogs.chooseRecipe();
      return path === null ? null : request('readRecipe', { path });
    },
  };
}

/** Commands that need a path: of a dialog, or of a file taken before. */
export function fileHandlers(
  { request }: Pick<Engine, 'request'>,
  dialogs: Dialogs,
  recent: RecentFiles,
): Pick<Handlers, 'chooseSource' | 'recentFiles' | 'openRecent' | 'forgetRecent' | 'openJob' | RecipeNames | 'exportRows' | 'simulateJob' | 'saveUndo' | 'handOverJob' | 'repairJob'> {
  return {
    ...recipeFileHandlers({ request }, dialogs),
    async chooseSource() {
      const path = await dialogs.chooseSource();
      return path === null ? null : recent.take(path);
    },
    recentFiles: async () => recent.list(),
    openRecent: ({ recentId }) => recent.takeAgain(recentId),
    async forgetRecent() {
      recent.forget();
      return null;
    },
    async openJob() {
      const path = await dialogs.chooseJobFile();
      if (path === null) return null;
      const job = await request('openJobFile', { path });
      recent.tellSystem(path);
      return job;
    },
    async exportRows({ jobId, rows, ...options }) {
      const { source } = await request('jobStatus', { jobId });
      const path = await dialogs.chooseExport(exportName(source?.name ?? m.files_rows(), rows, options.forCorrecting === true));
      return path === null ? null : request('exportTo', { jobId, rows, ...options, path: withEnding(path) });
    },
    async simulateJob(input) {
      const folder = await dialogs.chooseFolder();
      return folder === null ? null : request('simulateInto', { ...input, folder });
    },
    async saveUndo({ jobId }) {
      const { source } = await request('jobStatus', { jobId });
      const path = await dialogs.chooseWorkbook(`${m.compare_undo_file({ name: plainName(source?.name ?? m.files_job()) })}.xlsx`);
      return path === null ? null : request('undoTo', { jobId, path: withWorkbookEnding(path) });
    },
    async repairJob({ jobId, withSource }) {
      const { source: name } = await request('checkJob', { jobId });
      const source = withSource ? await dialogs.chooseSource() : null;
      if (withSource && source === null) return null;
      const path = await dialogs.chooseRepaired(`${m.files_repaired_name({ name: basename(jobName(name ?? m.files_job()), '.importjob') })}.importjob`);
      return path === null ? null : request('repairTo', { jobId, path: withJobEnding(path), source });
    },
    async handOverJob(input) {
      const { source, handedOver } = await request('jobStatus', { jobId: input.jobId });
      // It can only be ended where it was begun.
      if (handedOver?.step === 'given') return request('handOverTo', { ...input, path: handedOver.to });
      const path = await dialogs.chooseHandover(handedOver?.to ?? jobName(source?.name ?? m.files_job()));
      return path === null ? null : request('handOverTo', { ...input, path: withJobEnding(path) });
    },
  };
}
