import { readSettings, type SettingProblem, type SettingsReading, type SettingValues } from '#contract/settings/settings.ts';
import { systemCode } from '../systemErrors.ts';
import { givenVariable } from '../stateFolder.ts';
import { posix, win32 } from 'node:path';
import { registryValues, settingsOfRegistry } from './registry.ts';

/** How a program of the system ended; null where it could not be started. */
export interface Answered {
  readonly code: number | null;
  readonly out: string;
}

/** What policies are read from. */
export interface PolicySystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of the person's account. */
  readonly user: string;
  /** Throws the system's error. */
  readonly read: (path: string) => string;
  readonly exists: (path: string) => boolean;
  readonly run: (program: string, args: readonly string[]) => Answered | null;
}

/** Of the plist on macOS. */
export const policyDomain = 'com.example.profile-importer';
/** Below HKEY_LOCAL_MACHINE, then HKEY_CURRENT_USER. */
export const registryKey = String.raw`Software\Policies\ProfileImporter`;
/** Names a further policy, to try one out before it is rolled out: what those of the computer say counts before it. */
export const policyVariable = 'PROFILE_IMPORTER_POLICY';

type Place = () => SettingsReading | null;

/**
 * All that administrators have fixed, each key as the first place says it that has it: Windows' registry for the computer,
 * then for the person; macOS' managed preferences for the person, then for the computer; a file in the computer's own folder.
 */
export function readPolicy(system: PolicySystem): SettingsReading {
  const readings = placesOf(system).flatMap((place) => place() ?? []);
  const values = readings.reduceRight<SettingValues>((all, reading) => ({ ...all, ...reading.values }), {});
  return { values, problems: readings.flatMap(({ problems }) => problems) };
}

function placesOf(system: PolicySystem): readonly Place[] {
  const file = givenVariable(system.env, policyVariable);
  return [...systemPlaces(system), ...policyFiles(system).map((path) => () => fileAt(path, system)), ...(file === undefined ? [] : [() => fileAt(file, system)])];
}

function systemPlaces(system: PolicySystem): readonly Place[] {
  if (system.platform === 'win32') return ['HKLM', 'HKCU'].map((hive) => () => registryAt(`${hive}\\${registryKey}`, system));
  if (system.platform !== 'darwin') return [];
  const managed = '/Library/Managed Preferences';
  return [posix.join(managed, system.user, `${policyDomain}.plist`), posix.join(managed, `${policyDomain}.plist`)].map((path) => () => plistAt(path, system));
}

/** Where Windows usually lies, whatever a person has put into the environment. */
const usualWindows = { ProgramData: String.raw`C:\ProgramData`, SystemRoot: String.raw`C:\Windows` } as const;

/** The file of the computer, which only administrators can write. On Windows also where the environment says. */
export function policyFiles({ platform, env }: Pick<PolicySystem, 'platform' | 'env'>): readonly string[] {
  if (platform === 'darwin') return ['/Library/Application Support/Profile Importer/policy.json'];
  if (platform !== 'win32') return ['/etc/profile-importer/policy.json'];
  const folders = new Set([usualWindows.ProgramData, givenVariable(env, 'ProgramData') ?? usualWindows.ProgramData]);
  return [...folders].map((folder) => win32.join(folder, 'ProfileImporter', 'policy.json'));
}

const unreadable = (file: string): SettingsReading => ({ values: {}, problems: [{ kind: 'unreadable', file } satisfies SettingProblem] });

function fileAt(path: string, { read }: PolicySystem): SettingsReading | null {
  let text: string;
  try {
    text = read(path);
  } catch (error) {
    const code = systemCode(error);
    // One that is there and cannot be read may forbid anything.
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : unreadable(path);
  }
  return jsonAt(text, path);
}

function jsonAt(text: string, path: string): SettingsReading {
  try {
    return readSettings(JSON.parse(text.replace(/^\uFEFF/, '')), path);
  } catch {
    return unreadable(path);
  }
}

function registryAt(key: string, { env, run }: PolicySystem): SettingsReading | null {
  // By its whole path: no other program of that name is started.
  const query = (root: string): Answered | null => run(win32.join(root, 'System32', 'reg.exe'), ['query', key]);
  const answer = query(usualWindows.SystemRoot) ?? query(givenVariable(env, 'SystemRoot') ?? usualWindows.SystemRoot);
  if (answer === null) return unreadable(key);
  // 1: there is no such key, which is the rule.
  if (answer.code !== 0) return answer.code === 1 ? null : unreadable(key);
  // It prints by a code page of the system's that nobody tells; in JSON such letters can be written as \u escapes.
  if (answer.out.includes('\uFFFD')) return unreadable(key);
  return readSettings(settingsOfRegistry(registryValues(answer.out)), key);
}

function plistAt(path: string, { exists, run }: PolicySystem): SettingsReading | null {
  if (!exists(path)) return null;
  const answer = run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', path]);
  if (answer?.code !== 0) return unreadable(path);
  return withoutSystemKeys(jsonAt, answer.out, path);
}

/** What management tools add to a payload by themselves is none of ours. */
function withoutSystemKeys(read: typeof jsonAt, text: string, path: string): SettingsReading {
  const reading = read(text, path);
  return { ...reading, problems: reading.problems.filter((problem) => !(problem.kind === 'unknown-key' && /^(?:Payload|_)/.test(problem.key))) };
}

