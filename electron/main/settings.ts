import { z } from 'zod';
import { fixedFault } from '#contract/policyFaults.ts';
import { settingsInForce, type SettingsInForce } from '#contract/settings/inForce.ts';
import { settingKeys, type SettingsReading, type SettingValues } from '#contract/settings/settings.ts';
import { writeWholeFile } from '#files/replaceFile.ts';
import { readOwnSettings, type OwnSettings } from '#files/settings/settingsFile.ts';
import { writeFault } from '#files/systemErrors.ts';

/** What the window itself keeps beside what was chosen; each is left out where there is nothing to be kept. */
const keptSchema = z.object({
  window: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive(), maximized: z.boolean() }).optional().catch(undefined),
  /** Finished jobs that were told of as being deleted soon, and when that is (ISO 8601). */
  retentionNotice: z.object({ jobIds: z.array(z.string().max(64)).max(100_000), at: z.iso.datetime() }).optional().catch(undefined),
  /** When a newer version was looked for last, whether one was fetched and waits to be installed, and the place of this installation among all, 0 to 1: a version can be given to a part of them first. */
  update: z.object({ lookedAt: z.iso.datetime(), isFetched: z.boolean(), place: z.number().min(0).max(1) }).optional().catch(undefined),
});

type Kept = z.output<typeof keptSchema>;
export type Settings = SettingsInForce['values'] & Kept;

/** Null takes a choice back. */
export type SettingsChange = { readonly [Key in keyof (SettingValues & Kept)]?: (SettingValues & Kept)[Key] | null };

export interface SettingsFile {
  /** As they hold, and what the window keeps. */
  read(): Settings;
  /** As they hold, with what is fixed and what is wrong. */
  inForce(): SettingsInForce;
  /** Path under which a damaged file was put aside; null where it was whole. */
  setAside(): string | null;
  /** Keeps what is given beside what was chosen before. Faults setting-fixed, disk-full, output-unwritable. */
  change(part: SettingsChange): void;
}

const file = 'settings.json';
const noPolicy: SettingsReading = { values: {}, problems: [] };

/** The file of choices: read once, written with each change. What a newer version has put there stays. */
export function settingsFile(path: string, policy: SettingsReading = noPolicy): SettingsFile {
  let own: OwnSettings | null = null;
  const current = (): OwnSettings => (own ??= readOwnSettings(path, false));
  const inForce = (): SettingsInForce => settingsInForce(policy, current());
  return {
    inForce,
    read: () => ({ ...inForce().values, ...keptSchema.parse(current().whole) }),
    setAside: () => current().setAside,
    change(part) {
      const fixed = settingKeys.find((key) => policy.values[key] !== undefined && part[key] !== undefined);
      if (fixed !== undefined) throw fixedFault(fixed);
      const { whole, setAside } = current();
      const next = Object.fromEntries(Object.entries({ ...whole, ...part }).filter(([, value]) => value !== null && value !== undefined));
      try {
        writeWholeFile(path, JSON.stringify(next));
      } catch (error) {
        throw writeFault(error, { file });
      }
      own = { ...readOwnSettings(path, true), setAside };
    },
  };
}
