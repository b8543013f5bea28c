import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { sqliteFault } from './database.ts';

/**
 * Queries whose every error is one that an operator understands: SQLite's are Faults, and those that say that the file
 * is damaged name it. Also while what they give is still being read.
 */
export function guarded<Queries extends object>(path: string, queries: Queries): Queries {
  const wrapped = new Map<string | symbol, unknown>();
  for (const name of Object.keys(queries)) {
    const query: unknown = Reflect.get(queries, name);
    if (typeof query === 'function') wrapped.set(name, (...args: readonly unknown[]): unknown => guard(path, () => Reflect.apply(query, queries, args)));
  }
  return new Proxy(queries, { get: (target, name) => wrapped.get(name) ?? Reflect.get(target, name) });
}

function guard(path: string, work: () => unknown): unknown {
  try {
    const given = work();
    return isGenerator(given) ? guardedSteps(path, given) : given;
  } catch (error) {
    throw namedFault(error, path);
  }
}

function isGenerator(value: unknown): value is Generator<unknown, unknown> {
  return Object.prototype.toString.call(value) === '[object Generator]';
}

function* guardedSteps(path: string, steps: Generator<unknown, unknown>): Generator<unknown, unknown> {
  try {
    return yield* steps;
  } catch (error) {
    throw namedFault(error, path);
  }
}

const ofTheFile: ReadonlySet<string> = new Set(['job-corrupt', 'job-unreadable']);

function namedFault(error: unknown, path: string): unknown {
  const fault = sqliteFault(error, path);
  if (!(fault instanceof Fault) || !ofTheFile.has(fault.code) || 'file' in fault.detail) return fault;
  return new Fault(fault.code, { ...fault.detail, file: basename(path) }, { cause: fault });
}
