import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

/** Where this person's programs keep what outlasts a restart and concerns nobody else. */
export interface StatePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Folder for everything that the program keeps, in place of the system's own; for tests and for several set-ups side by side. */
export const homeVariable = 'PROFILE_IMPORTER_HOME';

/** A variable of the environment; one that is empty was not given. */
export function givenVariable(env: StatePlace['env'], name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/** The folder that was chosen for this process, before what the environment says. */
let chosenHome: string | undefined;

/** Has everything of this process lie in a folder, as --home asks for; undefined: as the environment says. */
export function chooseHome(folder: string | undefined): void {
  chosenHome = folder;
}

const placeHere = (): StatePlace => ({ env: chosenHome === undefined ? process.env : { ...process.env, [homeVariable]: chosenHome }, platform: process.platform, home: homedir() });

/** Our folder among those that Windows keeps on this computer: the roaming ones travel at logon, or lie on a share. */
export function windowsLocalFolder({ env, home }: Pick<StatePlace, 'env' | 'home'>): string {
  const local = givenVariable(env, 'LOCALAPPDATA');
  return win32.join(local !== undefined && win32.isAbsolute(local) ? local : win32.join(home, 'AppData', 'Local'), 'profile-importer');
}

/** Folder of ours for what the command line and the window both have to know; not on Windows' roaming or another shared drive. */
export function stateFolder({ env, platform, home }: StatePlace = placeHere()): string {
  const path = platform === 'win32' ? win32 : posix;
  const given = (name: string): string | undefined => givenVariable(env, name);
  const own = given(homeVariable);
  if (own !== undefined) return path.join(own, 'state');
  if (platform === 'win32') return path.join(windowsLocalFolder({ env, home }), 'state');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'profile-importer', 'state');
  return path.join(given('XDG_STATE_HOME') ?? path.join(home, '.local', 'state'), 'profile-importer');
}

/** The window's name, which the system names its folder by. */
const windowName = 'Profile Importer';

/** Where the window keeps its list of jobs and the saved recipes; see userData.ts and Electron's app.getPath('userData'). */
export function windowDataFolder({ env, platform, home }: StatePlace = placeHere()): string {
  const path = platform === 'win32' ? win32 : posix;
  const own = givenVariable(env, homeVariable);
  if (own !== undefined) return path.join(own, 'data');
  if (platform === 'win32') return path.join(windowsLocalFolder({ env, home }), 'user', 'data');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', windowName, 'data');
  return path.join(givenVariable(env, 'XDG_CONFIG_HOME') ?? path.join(home, '.config'), windowName, 'data');
}

/** Of the records of what is being written; see engine/store/unfinished.ts. */
export const unfinishedEnding = '.unfinished';
export const unfinishedFolder = (): string => join(stateFolder(), 'unfinished');

/** Whether anything is being written, or was left by a killed program; costs a look into one folder. */
export function hasUnfinished(): boolean {
  try {
    return readdirSync(unfinishedFolder()).some((name) => name.endsWith(unfinishedEnding));
  } catch {
    return false;
  }
}
