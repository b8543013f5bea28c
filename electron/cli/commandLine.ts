import { m } from '#messages';
import { Writable } from 'node:stream';
import { CommanderError, type Command as Program } from 'commander';
import { Fault, type FaultCode } from '#contract/faults.ts';
import { inEnglish } from '#contract/language.ts';
import { noticeWords } from '#contract/notices.ts';
import { policyFault } from '#contract/policyFaults.ts';
import { settingProblemWords } from '#contract/settings/words.ts';
import { listenToNotices } from '#files/notices.ts';
import { settingsHere } from '#files/settings/inForceHere.ts';
import { chooseHome, hasUnfinished } from '#files/stateFolder.ts';
import type { Command, CommandHost } from './context.ts';
import { logOfCommand } from './commandLog.ts';
import { exitCodeOfFault, exitCodes, type ExitCode } from './exitCodes.ts';
import { homeAsked } from './home.ts';
import { chooseLanguage } from './language.ts';
import { say, sayFault, writeJson, type Output } from './output.ts';
import { buildProgram } from './program.ts';
import { listenForInterrupts } from './signals.ts';

async function execute({ name, command }: Named, output: Output, { env, host: given }: Surroundings): Promise<ExitCode> {
  const log = logOfCommand(name, given);
  let fault: FaultCode | null = null;
  let code: ExitCode = exitCodes.internal;
  const interrupts = listenForInterrupts(() => say(output, m.cli_stopping()));
  listenToNotices((notice) => say(output, noticeWords(notice)));
  try {
    const settings = settingsHere();
    const wrong = policyFault(settings.policyProblems);
    if (wrong !== null && command.always !== true) throw wrong;
    for (const problem of settings.problems) say(output, settingProblemWords(problem));
    await clearLeftovers(command);
    code = await command({ host: log.host, output, env, settings, stop: interrupts.stop, abort: interrupts.abort, stoppedBy: interrupts.stoppedBy });
  } catch (error) {
    fault = sayFault(output, error).code;
    code = exitCodeOfFault(fault);
    if (fault === 'internal') log.error(error);
  } finally {
    interrupts.release();
    log.end(code, fault);
  }
  return code;
}

interface Named {
  /** As the program knows it. */
  readonly name: string;
  readonly command: Command;
}

/** What killed commands left. The engine is loaded only where there is anything; a command does not fail of it. */
async function clearLeftovers({ making }: Command): Promise<void> {
  if (!hasUnfinished()) return;
  try {
    const leftovers = await import('#engine/jobs/leftovers.ts');
    leftovers.clearLeftovers(making);
  } catch {
    // Looked at again by the next command.
  }
}

/** What a command line is given: where it writes, the environment, and who carries it out. */
export interface Surroundings {
  readonly out: Writable;
  readonly err: Writable;
  /** As Output has it. */
  readonly ascii?: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: CommandHost;
}

/** Asked for before anything else is looked at. */
const versionFlags: readonly string[] = ['-V', '--version'];

/** Carries out what the arguments say and gives the exit code; every error is told on `err`. Interrupts of the process stop it. */
export async function commandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { out, err, ascii, env, host } = surroundings;
  chooseLanguage(args, env);
  chooseHome(homeAsked(args));
  if (versionFlags.includes(args[0] ?? '')) {
    out.write(`${host.version()}\n`);
    return exitCodes.ok;
  }
  let chosen: { readonly command: Command; readonly json: boolean } | null = null;
  let name = '';
  const program = buildProgram({ out, err }, (command, json) => (chosen = { command, json }));
  program.hook('preAction', (_program, action) => void (name = action.name()));
  const choice = (): typeof chosen => chosen;
  const refusal = parse(program, args);
  if (refusal !== null) {
    if (refusal.exitCode === 0) return exitCodes.ok;
    // Commander has said it in words; whoever reads standard output gets it there, as every other fault.
    if (args.includes('--json')) writeJson({ out, err, ascii, json: true }, { fault: new Fault('usage', { problem: inEnglish(() => usageProblem(args)) }).data });
    return exitCodes.usage;
  }
  const made = choice();
  if (made === null) return exitCodes.usage;
  return execute({ name, command: made.command }, { out, err, ascii, json: made.json }, surroundings);
}

/** Whether the arguments ask for help alone, or are refused: nothing of any command is loaded to tell that. */
export function isToldInWords(args: readonly string[]): boolean {
  let isCommand = false;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const refusal = parse(buildProgram({ out: nowhere, err: nowhere }, () => (isCommand = true)), args);
  return refusal !== null || !isCommand;
}

/** Why the arguments were refused, or that help was all they asked for; null where they name a command. */
function parse(program: Program, args: readonly string[]): CommanderError | null {
  for (const part of [program, ...program.commands]) part.exitOverride();
  try {
    program.parse([...args], { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error;
  }
}

/** What is wrong with arguments that were refused: parsed once more, as the words are those of the language at that time. */
function usageProblem(args: readonly string[]): string {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const refusal = parse(buildProgram({ out: nowhere, err: nowhere }, () => undefined), args);
  return refusal === null ? '' : refusal.message.replace(/^error: /, '');
}
