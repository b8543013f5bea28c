import { m } from '#messages';

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
  export: m.noticed_removed_export,
  simulation: m.noticed_removed_simulation,
  preparation: m.noticed_removed_preparation,
  job: m.noticed_removed_job,
} as const;

const quoted = (path: string): string => m.faults_quoted({ value: path.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?') }).trim();

/** A notice in one line. */
export function noticeWords(notice: Notice): string {
  const path = quoted(notice.path);
  switch (notice.kind) {
    case 'narrowed':
      return m.noticed_narrowed({ path });
    case 'removed':
      // What a preparation writes has the job's name only at its end.
      return leftBy[notice.what]({ path: notice.what === 'preparation' ? quoted(`${notice.path}-new`) : path });
    case 'completed':
      return m.noticed_completed({ path });
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
      return m.noticed_share();
    case 'synchronised':
      return m.noticed_synchronised({ by: place.by.startsWith('Yandex') ? m.noticed_yandex_disk() : place.by });
    case 'roaming':
      return m.noticed_roaming();
  }
}

/** Several of one kind in one line, of the kinds of which there can be thousands. */
const ofMany: Readonly<Partial<Record<Notice['kind'], (files: { readonly count: number }) => string>>> = {
  narrowed: m.noticed_narrowed_many,
  removed: m.noticed_removed_many,
};

/** Notices as lines for a window, those of one kind together. */
export function noticeLines(notices: readonly Notice[]): readonly string[] {
  const kinds = [...new Set(notices.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const alike = notices.filter((notice) => notice.kind === kind);
    const together = alike.length > 3 ? ofMany[kind] : undefined;
    return together === undefined ? [...new Set(alike.map(noticeWords))] : [together({ count: alike.length })];
  });
}
