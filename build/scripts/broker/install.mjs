// Runs on the Node that the machine has, before anything is installed: plain JavaScript, no packages.
import { spawnSync } from 'node:child_process';

/** Installs Debian's broker where the set-up may not, as it is not root: tests start one of their own, so that its service is ended at once. Other systems have none. */
const steps = [
  ['apt-get', 'update'],
  ['apt-get', 'install', '--yes', '--no-install-recommends', 'rabbitmq-server'],
  ['systemctl', 'stop', 'rabbitmq-server'],
];

if (process.platform === 'linux') {
  const failed = steps.find((step) => spawnSync('sudo', step, { stdio: 'inherit' }).status !== 0);
  if (failed !== undefined) {
    process.stderr.write(`sudo ${failed.join(' ')} did not succeed\n`);
    process.exitCode = 1;
  }
}
