import { packFolder } from './electron/pack.ts';

const executable = await packFolder();
if (executable === null) {
  process.stderr.write('There is no Electron to pack with; see what set-up said above.\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`${executable}\n`);
}
