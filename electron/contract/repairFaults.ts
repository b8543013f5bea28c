import { m } from '#messages';
import { inQuotes, type Sentences } from './faultParts.ts';
import type { FaultDetail } from './faults.ts';

const quoted = (value: FaultDetail[string] | undefined): string => inQuotes(value === undefined ? '' : String(value));

/** Fault repair-impossible. Details read: name. */
export function repairImpossible({ name }: FaultDetail): Sentences {
  return [m.repair_impossible_what({ name: quoted(name) }), m.repair_impossible_meaning(), m.repair_impossible_action()];
}

/** Fault repair-source. Details read: file, name (of the file that the job was made from), reason. */
export function repairSource({ file, name, reason }: FaultDetail): Sentences {
  if (reason !== 'other') return [m.repair_read_otherwise_what({ file: quoted(file) }), m.repair_read_otherwise_meaning(), m.repair_read_otherwise_action()];
  const what = name === undefined || name === '' ? m.repair_other_source_what({ file: quoted(file) }) : m.repair_other_source_what_named({ file: quoted(file), name: quoted(name) });
  return [what, m.repair_other_source_meaning(), m.repair_other_source_action()];
}
