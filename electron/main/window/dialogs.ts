import { dialog, type BrowserWindow } from 'electron';

/** Paths enter the program here, or by a file dropped on the page; the page itself never names one. */
export interface Dialogs {
  /** The chosen workbook or CSV file; null when dismissed. */
  chooseSource(): Promise<string | null>;
  chooseJobFile(): Promise<string | null>;
  /** Where to write an export; the system's dialog asks before an existing file is replaced. */
  chooseExport(suggestedName: string): Promise<string | null>;
}

async function openOne(window: BrowserWindow, name: string, extensions: string[]): Promise<string | null> {
  const filters = [{ name, extensions }];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters });
  return canceled ? null : (filePaths[0] ?? null);
}

/** The system's dialogs, attached to the window. */
export function systemDialogs(window: () => BrowserWindow): Dialogs {
  return {
    chooseSource: () => openOne(window(), 'Workbooks and CSV', ['xlsx', 'xlsm', 'csv', 'txt']),
    chooseJobFile: () => openOne(window(), 'Import jobs', ['importjob']),
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
