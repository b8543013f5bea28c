import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './electron/places.ts';
import { makeTestPackages } from './electron/testPackages.ts';

/** TEST-ONLY: makes a deb, an rpm, an AppImage and a tar.gz in release/test, offline; see makeTestPackages. */
const output = join(root, 'release', 'test');
rmSync(output, { recursive: true, force: true, maxRetries: 5 });
try {
  const made = await makeTestPackages(['deb', 'rpm', 'AppImage', 'tar.gz'], output);
  process.stdout.write(made.map((path) => `${path}\n`).join(''));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
