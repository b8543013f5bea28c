// Runs on the Node that the machine has, before anything is installed: plain JavaScript, no packages.
import { spawnSync } from 'node:child_process';

/** For the workflow, which is not root: `npm run dist:check` as root, with this one's Node on the PATH, and nothing of it left out. */
const { status } = spawnSync('sudo', ['env', `PATH=${process.env.PATH ?? ''}`, 'CI=true', 'npm', 'run', 'dist:check'], { stdio: 'inherit' });
process.exitCode = status ?? 1;
