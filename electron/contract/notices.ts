import { m } from '#messages';
import { counted } from './counted.ts';

/** Why a job should not lie where it does. */
export type SharedPlace =
  /** On a drive of another computer. */
  | { readonly kind: 'share' }
  /** In a folder that a program keeps alike on several computers. */
  | { readonly kind: 'synchronised'; readonly by: string }
  /** In the part of a Windows profile that travels from computer to computer at logon. */
  | { readonly kind: 'roaming' };

/**
 * What an operator should hear of although nothing failed: a file that others could read, what a killed program had left,
 * a job in a place where it can come to harm. `path`: in the window the name of the file alone.
 */
export type Notice = { readonly path: string } & (
  | { readonly kind: 'narrowed' }
  | { readonly kind: 'removed'; readonly what: 'export' | 'simulation' | 'preparation' | 'job' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'shared'; readonly place: SharedPlace }
  /** What is remembered of lists was damaged, and is begun anew. */
  | { readonly kind: 'memory-set-aside'; readonly to: string }
  /** It cannot be read or written now; `reason`: a fault's code. */
  | { readonly kind: 'memory-closed'; readonly reason: string }
);

const leftBy = {
  export: 'an export',
  simulation: 'a simulation',
  preparation: 'a preparation',
  job: 'the deletion of a job',
} as const;

const quoted = (path: string): string => `“${path.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')}”`;

/** A notice in one line. */
export function noticeWords(notice: Notice): string {
  const path = quoted(notice.path);
  switch (notice.kind) {
    case 'narrowed':
      return `${path} could be read by others on this computer; from now on only by you.`;
    case 'removed':
      // What a preparation writes has the job's name only at its end.
      return `${notice.what === 'preparation' ? quoted(`${notice.path}-new`) : path} was removed: ${leftBy[notice.what]} that came to no end had left it there.`;
    case 'completed':
      return `${path} is a whole job now: it had been prepared, and only its name was missing.`;
    case 'shared':
      return `${path}: ${sharedPlaceWords(notice.place)}`;
    case 'memory-set-aside':
      return m.memory_set_aside({ file: quoted(notice.to) });
    case 'memory-closed':
      return m.memory_closed({ reason: notice.reason });
  }
}

export function sharedPlaceWords(place: SharedPlace): string {
  switch (place.kind) {
    case 'share':
      return 'The job lies on a share of another computer: look at it and run it from one computer only, or copy it to a drive of this one.';
    case 'synchronised':
      return `The job lies in a folder that ${place.by} keeps alike on several computers, which may copy it half written: better keep it in a folder that is not synchronised.`;
    case 'roaming':
      return 'The job lies in a folder that Windows takes along from computer to computer: better keep it in one that stays on this computer.';
  }
}

/** Several of one kind in one line, of the kinds of which there can be thousands. */
const ofMany: Readonly<Partial<Record<Notice['kind'], (files: string) => string>>> = {
  narrowed: (files) => `${files} could be read by others on this computer; from now on only by you.`,
  removed: (files) => `${files} were removed: work that came to no end had left them.`,
};

/** Notices as lines for a window, those of one kind together. */
export function noticeLines(notices: readonly Notice[]): readonly string[] {
  const kinds = [...new Set(notices.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const alike = notices.filter((notice) => notice.kind === kind);
    const together = alike.length > 3 ? ofMany[kind] : undefined;
    return together === undefined ? [...new Set(alike.map(noticeWords))] : [together(counted(alike.length, 'file'))];
  });
}
