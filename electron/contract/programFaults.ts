import { m } from '#messages';
import { file, inBrackets, named, part, problems, quoted, told, words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { reasonName, writeFaultWords } from './fileWords.ts';

/** Of files and drives, and of the program itself. */
type ProgramCode = Extract<
  FaultCode,
  `output-${string}` | `file-${string}` | 'path-too-long' | 'no-memory' | 'export-too-wide' | 'disk-full' | 'usage' | 'bad-input' | 'forbidden' | 'cancelled' | 'engine-stopped' | 'internal'
>;

/** What a full drive means for the work that met it, and what to do. */
function roomWords(during: string): readonly [meaning: string, action: string] {
  switch (during) {
    case 'prepare':
      return [m.faults_room_prepare_meaning(), m.faults_room_prepare_action()];
    case 'handover':
      return [m.faults_room_handover_meaning(), m.faults_room_handover_action()];
    case 'export':
      return [m.faults_room_export_meaning(), m.faults_room_export_action()];
    default:
      return [m.faults_room_usual_meaning(), m.faults_room_usual_action()];
  }
}

export const programFaults: Readonly<Record<ProgramCode, (detail: FaultDetail) => Sentences>> = {
  'path-too-long': (d) => [
    named(d) === '' ? m.faults_path_too_long_what_unnamed() : m.faults_path_too_long_what({ name: named(d) }),
    m.faults_path_too_long_meaning(),
    m.faults_path_too_long_action(),
  ],
  'file-forbidden': (d) => [m.faults_file_forbidden_what({ name: named(d), reason: inBrackets(d, 'reason') }), m.faults_file_forbidden_meaning(), m.faults_file_forbidden_action()],
  'file-failed': (d) => [m.faults_file_failed_what({ name: named(d), reason: inBrackets(d, 'reason') }), m.faults_file_failed_meaning(), m.faults_file_failed_action()],
  'no-memory': (d) => [named(d) === '' ? m.faults_no_memory_what() : m.faults_no_memory_what_for({ name: named(d) }), m.faults_no_memory_meaning(), m.faults_no_memory_action()],

  'output-exists': (d) => [m.faults_output_exists_what({ file: file(d) }), m.faults_output_exists_meaning(), m.faults_output_exists_action()],
  'output-unwritable': (d) => [
    m.faults_output_unwritable_what({ file: file(d), reason: part(d, 'reason', (value) => `: ${reasonName(value)}`) }),
    ...(words(d, 'kept') === '' ? writeFaultWords(words(d, 'reason')) : ([m.faults_output_kept_meaning({ kept: words(d, 'kept') }), m.faults_output_kept_action()] as const)),
  ],
  'export-too-wide': (d) => [m.faults_export_too_wide_what({ file: file(d) }), m.faults_export_too_wide_meaning(), m.faults_export_too_wide_action()],
  'disk-full': (d) => [m.faults_disk_full_what(), ...roomWords(words(d, 'during'))],

  usage: (d) => [m.faults_usage_what({ problems: `${told(d, 'reason')}${problems(d)}` }), m.faults_usage_meaning(), m.faults_usage_action()],
  'bad-input': (d) => [m.faults_bad_input_what({ command: quoted(d, 'command'), problems: problems(d) }), m.faults_bad_input_meaning(), m.faults_bad_input_action()],
  forbidden: (d) => [m.faults_forbidden_what({ command: quoted(d, 'command') }), m.faults_forbidden_meaning(), m.faults_forbidden_action()],
  cancelled: () => [m.faults_cancelled_what(), m.faults_cancelled_meaning(), m.faults_cancelled_action()],
  'engine-stopped': () => [m.faults_engine_stopped_what(), m.faults_engine_stopped_meaning(), m.faults_engine_stopped_action()],
  internal: (d) => [m.faults_internal_what({ name: inBrackets(d, 'name') }), m.faults_internal_meaning(), m.faults_internal_action()],
};
