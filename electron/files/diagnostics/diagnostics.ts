import { createHash, randomBytes } from 'node:crypto';
import { arch, cpus, release, totalmem } from 'node:os';
import type { JobFigures } from '#contract/diagnostics.ts';
import { language } from '#contract/language.ts';
import { logParts } from '#contract/logEntry.ts';
import type { SettingsInForce } from '#contract/settings/inForce.ts';
import { lastEntries } from '../log/log.ts';
import { logIdOf } from '../log/safe.ts';

/** What a report is made of, beside what it asks the system for. */
export interface DiagnosticsParts {
  readonly version: string;
  /** As process.versions. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly settings: SettingsInForce;
  /** Null where they cannot be told now. */
  readonly jobs: readonly JobFigures[] | null;
  readonly logFolder: string;
  /** Files of crashes that lie here, by their sizes. */
  readonly crashes: readonly number[];
  readonly now: () => Date;
}

/** Lines of each log. */
const mostEntries = 400;
const megabyte = 1_048_576;

/** Values of these are words of ours, and say nothing of anybody. */
const ownWords: ReadonlySet<string> = new Set(['language', 'theme', 'updates', 'channel', 'kind', 'proxy', 'format']);

/**
 * A report of what this program is and what happened to it, for whoever is to help: no name, address, host, path or value as
 * it is. What has to be told apart is hashed with a salt that is made for this report and thrown away with it.
 */
export function diagnostics({ version, versions, settings, jobs, logFolder, crashes, now }: DiagnosticsParts): Readonly<Record<string, unknown>> {
  const salt = randomBytes(16);
  const hashed = (text: string): string => `#${createHash('sha256').update(salt).update(text).digest('hex').slice(0, 10)}`;
  return {
    report: 1,
    madeAt: now().toISOString(),
    program: { version, ...runtimesOf(versions) },
    system: { platform: process.platform, release: release(), arch: arch(), cores: cpus().length, memoryMB: Math.round(totalmem() / megabyte), language: language() },
    settings: {
      values: masked(settings.values, hashed),
      fixed: settings.fixed,
      policyProblems: settings.policyProblems.map(({ kind }) => kind),
      problems: settings.problems.map(({ kind }) => kind),
    },
    jobs: jobs?.map(({ jobId, ...figures }) => ({ job: hashed(jobId), inLog: logIdOf(jobId), ...figures })) ?? null,
    crashes,
    log: Object.fromEntries(logParts.map((part) => [part, lastEntries(logFolder, part, mostEntries)])),
  };
}

function runtimesOf(versions: DiagnosticsParts['versions']): Readonly<Record<string, string>> {
  return Object.fromEntries((['electron', 'chrome', 'node', 'v8', 'openssl'] as const).flatMap((name) => (versions[name] === undefined ? [] : [[name, versions[name]]])));
}

/** Every text hashed but our own words, with what they belong to. */
function masked(value: unknown, hashed: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return ownWords.has(key) ? value : hashed(value);
  if (Array.isArray(value)) return value.map((each: unknown) => masked(each, hashed, key));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, masked(each, hashed, name)]));
  return value;
}
