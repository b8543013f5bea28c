import { spawnSync } from 'node:child_process';
import { packFolder } from './electron/pack.ts';
import { presentRuntime, say } from './electron/places.ts';

/** Packs the application if it has changed and opens its window; ends with the program's own exit code. */
async function start(args: readonly string[]): Promise<number> {
  const executable = await packFolder();
  const runtime = presentRuntime();
  if (executable === null || runtime === null) {
    say('there is no Electron to open a window with');
    return 1;
  }
  const { DISPLAY: x11 = '', WAYLAND_DISPLAY: wayland = '' } = process.env;
  if (process.platform === 'linux' && x11 === '' && wayland === '') {
    say('no screen: neither DISPLAY nor WAYLAND_DISPLAY is set (without one, use `npm run cli` or `xvfb-run npm start`)');
    return 1;
  }
  if (runtime.kind === 'test') say(`opening it on Electron ${runtime.version}, which is for tests; do not work with real data on it`);
  const root = process.getuid?.() === 0;
  if (root) say('started as root, so Chromium\'s sandbox is off; start it as an ordinary user to have it on');
  const done = spawnSync(executable, [...(root ? ['--no-sandbox'] : []), ...args], { stdio: 'inherit' });
  return done.status ?? 1;
}

process.exitCode = await start(process.argv.slice(2));
