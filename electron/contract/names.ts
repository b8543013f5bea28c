import type { CommandName } from './commands.ts';

/**
 * The names of the border without its schemas: the preload knows these and must not carry a schema library
 * into the page's process.
 */
const names = {
  chooseSource: true, recentFiles: true, openRecent: true, forgetRecent: true, inspectSource: true, columnValues: true, cancelColumnValues: true,
  listRecipes: true, saveRecipe: true, renameRecipe: true, deleteRecipe: true, exportRecipe: true, importRecipe: true,
  recogniseList: true, matchRecipe: true, taughtColumns: true, rememberedLists: true, forgetLists: true, keepList: true,
  listConnections: true, saveConnection: true, tryConnection: true, deleteConnection: true, testConnection: true,
  knownDatabases: true, listFields: true, listResources: true, listResourceFields: true,
  startPractice: true, startSample: true,
  getLanguage: true, chooseLanguage: true, getTheme: true, chooseTheme: true, getSettings: true, changeSettings: true, takeOpened: true, saveDiagnostics: true, retentionNotice: true, postponeRetention: true, deleteExpired: true, getUpdate: true, lookForUpdate: true, fetchUpdate: true, installUpdate: true, tellActions: true, aboutProgram: true, licenceTexts: true, showDataFolder: true, answerProxyLogin: true, checkNetwork: true,
  saveTemplate: true,
  listJobs: true, pinJob: true, openJob: true, prepareJob: true, cancelPrepare: true, checkSource: true, reopenSource: true,
  jobStatus: true, jobProblems: true, jobFailures: true, jobColumns: true, filterRows: true, rowsAt: true, rowPosition: true, rowDetails: true, previewItems: true, runFigures: true, queuedJobs: true,
  startJob: true, pauseJob: true, cancelJob: true, retryJob: true, deleteJob: true, exportRows: true, cancelExport: true, simulateJob: true, handOverJob: true, checkJob: true, repairJob: true,
  correctCells: true, undoCorrections: true, listCorrections: true, cancelCorrections: true,
  recogniseWorkbook: true, previewWorkbook: true, correctFromWorkbook: true,
  listDuplicates: true, duplicateRows: true, pickDuplicate: true, previewFill: true, fillDuplicates: true,
  compareProfiles: true, cancelComparison: true, saveUndo: true, cancelUndo: true,
  findText: true, cancelFind: true,
  previewMend: true, applyMend: true, listProposals: true, listMistyped: true, cancelMending: true, keepChoices: true, keepMend: true,
} as const satisfies Record<CommandName, true>;

/** Whether a text is the name of a command; inherited names such as constructor are not. */
export function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(names, name);
}

export const commandNames: readonly CommandName[] = Object.keys(names).filter(isCommandName);

/** Beside the commands: a file handed over by path, and events to the page. */
export const offerFileChannel = 'offerFile';
export const eventChannel = 'event';

/** Before the language that the page begins with, among the arguments of its process. */
export const languageArgument = '--page-language=';
