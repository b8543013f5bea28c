import type { EngineCommandName } from '#contract/engine.ts';
import type { EngineWithReading } from '../engine/engineWithReading.ts';
import type { Handler } from './router.ts';

type EngineHandlers = { readonly [Name in EngineCommandName]: Handler<Name> };

/** Commands that the engine answers by itself, handed on as they were parsed. */
export function engineHandlers({ request, status, list }: Pick<EngineWithReading, 'request' | 'status' | 'list'>): EngineHandlers {
  return {
    ...endings({ request }),
    inspectSource: (input) => request('inspectSource', input),
    columnValues: (input) => request('columnValues', input),
    cancelColumnValues: (input) => request('cancelColumnValues', input),
    listRecipes: (input) => request('listRecipes', input),
    saveRecipe: (input) => request('saveRecipe', input),
    renameRecipe: (input) => request('renameRecipe', input),
    deleteRecipe: (input) => request('deleteRecipe', input),
    recogniseList: (input) => request('recogniseList', input),
    matchRecipe: (input) => request('matchRecipe', input),
    taughtColumns: (input) => request('taughtColumns', input),
    rememberedLists: (input) => request('rememberedLists', input),
    forgetLists: (input) => request('forgetLists', input),
    keepList: (input) => request('keepList', input),
    knownDatabases: (input) => request('knownDatabases', input),
    listJobs: (input) => list(input),
    pinJob: (input) => request('pinJob', input),
    prepareJob: (input) => request('prepareJob', input),
    cancelPrepare: (input) => request('cancelPrepare', input),
    checkSource: (input) => request('checkSource', input),
    reopenSource: (input) => request('reopenSource', input),
    jobStatus: ({ jobId }) => status(jobId),
    jobProblems: (input) => request('jobProblems', input),
    jobFailures: (input) => request('jobFailures', input),
    jobColumns: (input) => request('jobColumns', input),
    filterRows: (input) => request('filterRows', input),
    rowsAt: (input) => request('rowsAt', input),
    rowDetails: (input) => request('rowDetails', input),
    rowPosition: (input) => request('rowPosition', input),
    queuedJobs: (input) => request('queuedJobs', input),
    runFigures: (input) => request('runFigures', input),
    previewItems: (input) => request('previewItems', input),
    pauseJob: (input) => request('pauseJob', input),
    cancelJob: (input) => request('cancelJob', input),
    retryJob: (input) => request('retryJob', input),
    deleteJob: (input) => request('deleteJob', input),
    checkJob: (input) => request('checkJob', input),
    recogniseWorkbook: (input) => request('recogniseWorkbook', input),
    previewWorkbook: (input) => request('previewWorkbook', input),
    correctFromWorkbook: (input) => request('correctFromWorkbook', input),
    correctCells: (input) => request('correctCells', input),
    undoCorrections: (input) => request('undoCorrections', input),
    listCorrections: (input) => request('listCorrections', input),
    cancelCorrections: (input) => request('cancelCorrections', input),
    listDuplicates: (input) => request('listDuplicates', input),
    duplicateRows: (input) => request('duplicateRows', input),
    pickDuplicate: (input) => request('pickDuplicate', input),
    previewFill: (input) => request('previewFill', input),
    fillDuplicates: (input) => request('fillDuplicates', input),
    findText: (input) => request('findText', input),
    previewMend: (input) => request('previewMend', input),
    applyMend: (input) => request('applyMend', input),
    listProposals: (input) => request('listProposals', input),
    listMistyped: (input) => request('listMistyped', input),
    keepChoices: (input) => request('keepChoices', input),
    keepMend: (input) => request('keepMend', input),
  };
}

/** What ends work of the engine's that is under way. */
function endings({ request }: Pick<EngineWithReading, 'request'>): Pick<EngineHandlers, 'cancelFind' | 'cancelExport' | 'cancelUndo' | 'cancelMending' | 'cancelComparison'> {
  return {
    cancelFind: (input) => request('cancelFind', input),
    cancelExport: (input) => request('cancelExport', input),
    cancelUndo: (input) => request('cancelUndo', input),
    cancelMending: (input) => request('cancelMending', input),
    cancelComparison: (input) => request('cancelComparison', input),
  };
}
