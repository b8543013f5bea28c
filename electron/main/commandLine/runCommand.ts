import { lstatSync, mkdirSync, mkdtempSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { makeOwnFolder } from '#files/owner.ts';
import { stateFolder } from '#files/stateFolder.ts';
import type { CommandProgram } from '#network/installedProgram.ts';
import { collectGarbage } from '../collectGarbage.ts';
import { commandNetwork, keepToHttp1 } from '../network/systemNetwork.ts';
import { refuseBadCertificates } from '../security/certificates.ts';
import { refuseDictionaries } from '../security/dictionaries.ts';
import { forceSandbox } from '../security/sandbox.ts';

const failed = 1;
const interrupted = 130;

/**
 * Runs a command in place of the window: no window is made, and no lock taken, so that both go side by side. Nothing of the
 * bundle is loaded by the window. Ends the program with the command's code.
 */
export function runCommandLine(words: readonly string[]): void {
  if (asksForVersion(words) && toldVersion()) return;
  if (toldInWords(words)) return;
  app.dock?.hide();
  app.disableHardwareAcceleration();
  forceSandbox(app, process.getuid?.());
  refuseBadCertificates(app);
  refuseDictionaries(app);
  keepToHttp1(app);
  // Electron's own ends by a dialog that nobody would see.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    end(failed);
  });
  app.setPath('userData', ownFolder());
  // Electron quits by itself at the signals that a command has not begun to listen to.
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (process.listenerCount('SIGINT') === 0) app.exit(interrupted);
  });
  // Not before: until it is ready, Electron puts its own handlers of signals in the place of any.
  void app.whenReady().then(async () => end(await commandProgram().runCommand(words, { network: commandNetwork, version: app.getVersion() })));
}

const asksForVersion = ([word, ...others]: readonly string[]): boolean => others.length === 0 && (word === '--version' || word === '-V');

/**
 * At once, before Chromium makes its processes, which is most of what a start costs; false where nothing can be written by now: then
 * it goes the way of all commands. A program of Windows has no standard output that is known before.
 */
function toldVersion(): boolean {
  if (process.platform === 'win32') return false;
  try {
    writeSync(1, `${app.getVersion()}\n`);
  } catch {
    return false;
  }
  process.exit();
}

/**
 * The same for help, and for what is wrong with the words: nothing of Chromium is wanted for either.
 */
function toldInWords(words: readonly string[]): boolean {
  if (process.platform === 'win32') return false;
  const program = commandProgram();
  if (!program.isToldInWords(words)) return false;
  void program.runCommand(words, { network: commandNetwork, version: app.getVersion() }).then((code) => process.exit(code));
  return true;
}

/** In a turn of its own, when what the command held is held no more. */
function end(code: number): void {
  setImmediate(() => {
    collectGarbage();
    app.exit(code);
  });
}

/** Of Chromium's files: those of the window may be in use. Nothing of ours lies there, and none of them grows. */
function ownFolder(): string {
  const folder = join(stateFolder(), 'command-line');
  try {
    makeOwnFolder(folder);
    return folder;
  } catch {
    // The account of a service may have no home that it can write to, and Chromium does not start without a folder.
    return temporaryFolder();
  }
}

/** The same for every command of an account, so that they do not pile up; another one where somebody else has taken its name. */
function temporaryFolder(): string {
  const uid = process.getuid?.();
  const usual = join(tmpdir(), `profile-importer-command-line-${String(uid ?? 'own')}`);
  mkdirSync(usual, { recursive: true, mode: 0o700 });
  const found = lstatSync(usual);
  const isOurs = found.isDirectory() && (uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0));
  return isOurs ? usual : mkdtempSync(`${usual}-`);
}

/** Loaded from beside the window's bundle: what a command needs is no part of it. */
function commandProgram(): CommandProgram {
  const found: unknown = createRequire(import.meta.url)(join(app.getAppPath(), 'dist', 'cli', 'cli.cjs'));
  if (!isCommandProgram(found)) throw new Error('the bundle of the command line is not in the program');
  return found;
}

const isCommandProgram = (found: unknown): found is CommandProgram => typeof found === 'object' && found !== null && 'runCommand' in found && typeof found.runCommand === 'function' && 'isToldInWords' in found && typeof found.isToldInWords === 'function';
