import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopBroker } from '../../build/scripts/broker/broker.ts';
import { readBroker } from './broker.ts';

const prefix = 'trial-broker-';

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function remove(folder: string): Promise<void> {
  const place = readBroker(folder);
  if (place !== null) await stopBroker(place);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Brokers of runs that were killed. */
async function removeOld(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const owner = Number(/^trial-broker-(\d+)-/.exec(name)?.[1] ?? 0);
    if (owner > 0 && !lives(owner)) await remove(join(tmpdir(), name));
  }
}

/** Gives the tests of a run a place for one broker among them, which the first that wants it starts, and ends it with the run. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (existsSync(process.env['TEST_BROKER_FOLDER'] ?? '')) return undefined;
  await removeOld();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  process.env['TEST_BROKER_FOLDER'] = folder;
  return () => remove(folder);
}
