import { dialog, type BrowserWindow, type Certificate, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { m } from '#messages';
import type { LeaveAnswer } from './mayLeave.ts';

/** Paths enter the program here, or by a file dropped on the page; the page itself never names one. */
export interface Dialogs {
  /** The chosen workbook or CSV file; null when dismissed. */
  chooseSource(): Promise<string | null>;
  chooseJobFile(): Promise<string | null>;
  chooseRecipe(): Promise<string | null>;
  /** Where to write a recipe as a file. */
  chooseRecipeTarget(suggestedName: string): Promise<string | null>;
  /** Where to write an export; the system's dialog asks before an existing file is replaced. */
  chooseExport(suggestedName: string): Promise<string | null>;
  /** Where to save a workbook, and nothing else. */
  chooseWorkbook(suggestedName: string): Promise<string | null>;
  /** Where to make the file that a job is handed over to; `suggested` is a name or a path. */
  chooseHandover(suggested: string): Promise<string | null>;
  /** Where to save what is left of a damaged job. */
  chooseRepaired(suggested: string): Promise<string | null>;
  /** Where to save a report for whoever is to help. */
  chooseReport(suggestedName: string): Promise<string | null>;
  /** What becomes of the running jobs as the window is closed. */
  confirmClose(jobs: number): Promise<LeaveAnswer>;
  /** Which certificate of a person's a host is shown; null for none. */
  chooseCertificate(host: string, certificates: readonly Certificate[]): Promise<Certificate | null>;
  /** A folder in which a new one is made. */
  chooseFolder(): Promise<string | null>;
}

/** A message has room for no more. */
const mostCertificates = 6;

/** By the places of the buttons. */
const leaveAnswers: readonly LeaveAnswer[] = ['stay', 'background', 'pause'];

async function openOne(window: BrowserWindow, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

function openFile(window: BrowserWindow, name: string, extensions: string[]): Promise<string | null> {
  return openOne(window, { properties: ['openFile'], filters: [{ name, extensions }] });
}

async function saveAs(window: BrowserWindow, options: SaveDialogOptions): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, options);
  return canceled || filePath === '' ? null : filePath;
}

/** The system's dialogs, attached to the window. */
export function systemDialogs(window: () => BrowserWindow): Dialogs {
  return {
    chooseSource: () => openFile(window(), m.dialogs_workbooks_and_csv(), ['xlsx', 'xlsm', 'csv', 'txt']),
    chooseJobFile: () => openFile(window(), m.dialogs_import_jobs(), ['importjob']),
    chooseRecipe: () => openFile(window(), m.dialogs_recipes(), ['json']),
    chooseRecipeTarget: (suggestedName) => saveAs(window(), { defaultPath: suggestedName, filters: [{ name: m.dialogs_recipes(), extensions: ['json'] }] }),
    chooseFolder: () => openOne(window(), { properties: ['openDirectory', 'createDirectory'], buttonLabel: m.dialogs_write_here() }),
    async chooseCertificate(host, certificates) {
      const offered = certificates.slice(0, mostCertificates);
      const { response } = await dialog.showMessageBox(window(), {
        type: 'question',
        message: m.network_certificate_title({ host }),
        detail: m.network_certificate_detail(),
        buttons: [m.network_certificate_none(), ...offered.map(({ subjectName, issuerName }) => `${subjectName} (${issuerName})`)],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      return response === 0 ? null : (offered[response - 1] ?? null);
    },
    async confirmClose(jobs) {
      const { response } = await dialog.showMessageBox(window(), {
        type: 'question',
        message: m.dialogs_jobs_running({ count: jobs }),
        detail: m.dialogs_close_meaning(),
        buttons: [m.dialogs_keep_open(), m.dialogs_go_on(), m.dialogs_pause_and_close()],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      return leaveAnswers[response] ?? 'stay';
    },
    chooseExport: (suggestedName) =>
      saveAs(window(), {
        defaultPath: suggestedName,
        filters: [
          { name: m.dialogs_excel_workbook(), extensions: ['xlsx'] },
          { name: 'CSV', extensions: ['csv'] },
        ],
      }),
    chooseWorkbook: (suggestedName) => saveAs(window(), { defaultPath: suggestedName, filters: [{ name: m.dialogs_excel_workbook(), extensions: ['xlsx'] }] }),
    chooseRepaired: (suggested) => saveAs(window(), { defaultPath: suggested, filters: [{ name: m.dialogs_import_jobs(), extensions: ['importjob'] }], buttonLabel: m.dialogs_save() }),
    chooseReport: (suggestedName) => saveAs(window(), { defaultPath: suggestedName, filters: [{ name: 'JSON', extensions: ['json'] }] }),
    chooseHandover: (suggested) => saveAs(window(), { defaultPath: suggested, filters: [{ name: m.dialogs_import_jobs(), extensions: ['importjob'] }], buttonLabel: m.dialogs_hand_over() }),
  };
}
