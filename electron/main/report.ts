import { basename } from 'node:path';
import { m } from '#messages';
import { crashSizes } from '#files/diagnostics/crashes.ts';
import { diagnostics } from '#files/diagnostics/diagnostics.ts';
import { logFolder } from '#files/log/log.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import type { Engine } from './engine/engine.ts';
import type { Handler } from './ipc/router.ts';
import type { SettingsFile } from './settings.ts';
import type { Dialogs } from './window/dialogs.ts';

export interface ReportParts {
  readonly engine: Pick<Engine, 'request'>;
  readonly settings: Pick<SettingsFile, 'inForce'>;
  readonly dialogs: Pick<Dialogs, 'chooseReport'>;
  readonly version: string;
  readonly home: string;
}

/** Asks where, and writes what is known of the program and of what happened to it; nothing of anybody's data. */
export function createReport({ engine, settings, dialogs, version, home }: ReportParts): Handler<'saveDiagnostics'> {
  return async () => {
    const path = await dialogs.chooseReport(`${m.diagnostics_file()}.json`);
    if (path === null) return null;
    // An engine that does not start is what is to be found out.
    const jobs = await engine.request('jobFigures', {}).catch(() => null);
    const report = diagnostics({ version, versions: process.versions, settings: settings.inForce(), jobs, logFolder: logFolder(), crashes: crashSizes(home), now: () => new Date() });
    try {
      writeWholeFile(path, JSON.stringify(report, null, 2));
    } catch (error) {
      throw writeFault(error, { file: basename(path) });
    }
    return { name: basename(path) };
  };
}
