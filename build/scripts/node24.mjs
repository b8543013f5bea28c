import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureSetup, node24, root } from './setup.mjs';

/**
 * Runs one of our TypeScript entries on Node 24, after the set-up it needs. On Node 24 it runs in this very
 * process, so that signals and a SIGKILL meet the program itself; on an older Node, in a child.
 * @param wrapper the .mjs file that called this, started again on Node 24 when this Node is older
 * @param entry path of the TypeScript file from the root
 */
export async function runOnNode24(wrapper, entry) {
  try {
    await ensureSetup();
  } catch (error) {
    process.stderr.write(`setup: ${error.message}\n`);
    process.exit(1);
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    stopWithParent();
    module.enableCompileCache(join(root, '.cache', 'compile'));
    await import(pathToFileURL(join(root, entry)).href);
    return;
  }
  const child = spawn(node24, [wrapper, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Windows tells both of a Ctrl-C, and would end the child at once where it is sent one.
  const forward = process.platform === 'win32' ? () => undefined : (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => forward(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)));
}

/**
 * A SIGTERM sent to `npm run` reaches npm and its shell, which die and leave this process running unseen. So the
 * parent's end counts as a SIGTERM. Ctrl-C needs nothing: the terminal sends it to all three, and the shell waits.
 */
function stopWithParent() {
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watch.unref();
}
