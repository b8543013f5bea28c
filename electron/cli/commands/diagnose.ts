import { m } from '#messages';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { JobFigures } from '#contract/diagnostics.ts';
import { Fault } from '#contract/faults.ts';
import { openCatalogueToRead } from '#engine/store/catalogue.ts';
import { jobFigures } from '#engine/jobs/jobFigures.ts';
import { crashSizes } from '#files/diagnostics/crashes.ts';
import { diagnostics } from '#files/diagnostics/diagnostics.ts';
import { logFolder } from '#files/log/log.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { windowDataFolder } from '#files/stateFolder.ts';
import { writeFault } from '#files/systemErrors.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { say, writeJson } from '../output.ts';

/** `diagnose [--out F]`: what this program is and what happened to it, for whoever is to help; nothing of anybody's data. */
export function diagnose(out: string | undefined): Command {
  return async ({ host, output, settings }) => {
    if (out !== undefined && existsSync(out)) throw new Fault('output-exists', { name: basename(out) });
    const report = diagnostics({ version: host.version(), versions: process.versions, settings, jobs: figures(), logFolder: logFolder(), crashes: crashSizes(join(windowDataFolder(), '..')), now: () => new Date() });
    if (out === undefined) {
      writeJson(output, report);
    } else {
      keep(resolve(out), report);
      say(output, m.diagnostics_written({ file: out }));
    }
    return exitCodes.ok;
  };
}

/** Null where the window's list cannot be read. */
function figures(): readonly JobFigures[] | null {
  const path = join(windowDataFolder(), 'catalogue.sqlite');
  if (!existsSync(path)) return [];
  try {
    const catalogue = openCatalogueToRead(path);
    try {
      return jobFigures(catalogue);
    } finally {
      catalogue.close();
    }
  } catch {
    return null;
  }
}

function keep(path: string, report: unknown): void {
  try {
    writeWholeFile(path, JSON.stringify(report, null, 2));
  } catch (error) {
    throw writeFault(error, { file: basename(path) });
  }
}
