import { m } from '#messages';
import { basename } from 'node:path';
import type { SettingsInForce } from '#contract/settings/inForce.ts';
import { readFieldList, type FieldInfo } from '#contract/fields.ts';
import { readJson } from '#files/recipeFile.ts';
import type { Transport } from '#engine/api/transport.ts';
import type { NetworkRequest } from '#network/request.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { sqliteFault } from '#engine/store/database.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { Output } from './output.ts';
import { usageFault } from '#contract/spokenFault.ts';
import type { ExitCode } from './exitCodes.ts';

/** What the program that carries commands out brings along: plain Node, or the installed program. */
export interface CommandHost {
  /** A way to servers; whoever asks closes it. Loaded by the commands that need it alone. */
  readonly transport: (request: NetworkRequest) => Promise<Transport>;
  /** The bundle, or the source, of the thread that reads sources. */
  readonly reader: string | URL;
  /** Of the program; looked up when it is asked for. */
  readonly version: () => string;
}

/** What every command gets from the world. */
export interface CommandContext {
  readonly host: CommandHost;
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What this computer's administrators and the person have set. */
  readonly settings: SettingsInForce;
  /** Aborted by the first interrupt. */
  readonly stop: AbortSignal;
  /** Aborted by the second. */
  readonly abort: AbortSignal;
  /** By whom the first one came. */
  readonly stoppedBy: () => 'asked' | 'closed';
}

/** `making`: the job that it makes anew, whatever is left of an earlier try. `always`: also under a policy with mistakes. */
export type Command = ((context: CommandContext) => Promise<ExitCode>) & { readonly making?: string; readonly always?: true };

/** Reads a list of fields from a file: the answer of fields_get, what `fields --json` prints, or names alone. Fault usage. */
export function loadFields(path: string): readonly FieldInfo[] {
  const file = readJson(path);
  if (!file.ok) throw usageFault(() => m.cli_usage_fields_unreadable({ name: basename(path), reason: file.reason() }), { cause: file.cause });
  const fields = readFieldList(file.value);
  if (fields === null || fields.length === 0) throw usageFault(() => m.cli_usage_fields_none({ name: basename(path) }));
  return fields;
}

/** Opens a job, hands it over and closes it whatever happens. Faults as openJob. */
export async function withJob<Value>(path: string, work: (file: JobFile) => Value | Promise<Value>): Promise<Value> {
  const file = openJob(path);
  try {
    return await work(file);
  } catch (error) {
    throw sqliteFault(error, path);
  } finally {
    file.close();
  }
}
