import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languageChoices } from '#contract/language.ts';
import { themeChoices } from '#contract/theme.ts';
import { retriedSync, writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';

/** What a person has chosen for the window; each is left out where nothing was chosen. */
const settingsSchema = z.looseObject({
  language: z.enum(languageChoices).optional().catch(undefined),
  theme: z.enum(themeChoices).optional().catch(undefined),
  window: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive(), maximized: z.boolean() }).optional().catch(undefined),
});

export type Settings = z.output<typeof settingsSchema>;

export interface SettingsFile {
  read(): Settings;
  /** Keeps what is given beside what was chosen before. Faults disk-full, output-unwritable. */
  change(part: Partial<Settings>): void;
}

const file = 'settings.json';

/** The window is drawn meanwhile. */
const patienceMs = 500;

function readSettings(path: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(retriedSync(() => readFileSync(path, 'utf8'), patienceMs)));
  } catch {
    // Missing, or nothing of ours: a choice that is lost is made again.
    return {};
  }
}

/** The file of choices: read once, written with each change. What a newer version has put there stays. */
export function settingsFile(path: string): SettingsFile {
  let settings: Settings | null = null;
  const current = (): Settings => (settings ??= readSettings(path));
  return {
    read: current,
    change(part) {
      const next = { ...current(), ...part };
      try {
        writeWholeFile(path, JSON.stringify(next));
      } catch (error) {
        throw writeFault(error, { file });
      }
      settings = next;
    },
  };
}
