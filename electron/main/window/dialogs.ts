import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** Paths enter the program here, or by a file dropped on the page; the page itself never names one. */
export interface Dialogs {
  /** The chosen workbook or CSV file; null when dismissed. */
  chooseSource(): Promise<string | null>;
  chooseJobFile(): Promise<string | null>;
  /** Where to write an export; the system's dialog asks before an existing file is replaced. */
  chooseExport(suggestedName: string): Promise<string | null>;
  /** A folder in which a new one is made. */
  chooseFolder(): Promise<string | null>;
}

async function openOne(window: BrowserWindow, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

function openFile(window: BrowserWindow, name: string, extensions: string[]): Promise<string | null> {
  return openOne(window, { properties: ['openFile'], filters: [{ name, extensions }] });
}

/** The system's dialogs, attached to the window. */
export function systemDialogs(window: () => BrowserWindow): Dialogs {
  return {
    chooseSource: () => openFile(window(), 'Workbooks and CSV', ['xlsx', 'xlsm', 'csv', 'txt']),
    chooseJobFile: () => openFile(window(), 'Import jobs', ['importjob']),
    chooseFolder: () => openOne(window(), { properties: ['openDirectory', 'createDirectory'], buttonLabel: 'Write here' }),
    async chooseExport(suggestedName) {
      const filters = [
        { name: 'Excel workbook', extensions: ['xlsx'] },
        { name: 'CSV', extensions: ['csv'] },
      ];
      const { canceled, filePath } = await dialog.showSaveDialog(window(), { defaultPath: suggestedName, filters });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}
