import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { SettingsReading } from '#contract/settings/settings.ts';
import { readPolicy, type PolicySystem } from './readPolicy.ts';

/** A registry that does not answer must not keep the program from starting, nor from saying so. */
const patienceMs = 10_000;

const system = (): PolicySystem => ({
  platform: process.platform,
  env: process.env,
  user: userName(),
  read: (path) => readFileSync(path, 'utf8'),
  exists: existsSync,
  run(program, args) {
    const { status, stdout, error } = spawnSync(program, args, { encoding: 'utf8', timeout: patienceMs, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] });
    return error === undefined ? { code: status, out: stdout } : null;
  },
});

/** An account without an entry of its own has no policy of its own either. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** What the administrators of this computer have fixed, as it is now; a process reads it once, at its start. */
export const policyHere = (): SettingsReading => readPolicy(system());
