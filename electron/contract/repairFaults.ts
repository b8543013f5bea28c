import type { FaultDetail } from './faults.ts';

type Sentences = readonly [what: string, meaning: string, action: string];

const quoted = (value: FaultDetail[string] | undefined): string => (value === undefined || value === '' ? '' : ` “${String(value)}”`);

/** Fault repair-impossible. Details read: name. */
export function repairImpossible({ name }: FaultDetail): Sentences {
  return [
    `The file of the job${quoted(name)} cannot be repaired: the record of the job itself is lost.`,
    'Neither its recipe nor its source is known any more, so no row can be told from another; “check --json” still prints what is proved of its rows. Nothing was written.',
    'Take the file from a backup, or look in the platform for what was updated before you prepare a new job.',
  ];
}

/** Fault repair-source. Details read: file, name (of the file that the job was made from), reason. */
export function repairSource({ file, name, reason }: FaultDetail): Sentences {
  if (reason === 'other') {
    return [
      `The file${quoted(file)} is not the file that the job was made from${name === undefined || name === '' ? '' : `: that was${quoted(name)}`}.`,
      'Its rows may be others, in another order; nothing was written.',
      'Choose the very file, unchanged, or repair without it: rows that are lost stay lost then.',
    ];
  }
  return [
    `The file${quoted(file)} is the file that the job was made from, but is read otherwise today.`,
    'The job was made by another version of this program; its rows and those read now would not belong together. Nothing was written.',
    'Repair with the version that made the job, or without the file.',
  ];
}
