/**
 * What an operator should hear of although nothing failed: a file that others could read, what a killed program had left.
 * Whoever speaks to a person listens; until then nothing is said.
 */
export type Notice =
  | { readonly kind: 'narrowed'; readonly path: string }
  | { readonly kind: 'removed'; readonly path: string; readonly what: 'export' | 'simulation' | 'preparation' | 'job' }
  | { readonly kind: 'completed'; readonly path: string };

let listener: (notice: Notice) => void = () => undefined;

/** All notices from now on go here; one listener a process. */
export function listenToNotices(listen: (notice: Notice) => void): void {
  listener = listen;
}

export function notify(notice: Notice): void {
  listener(notice);
}

/** A notice in one line for a terminal or a log. */
export function noticeWords(notice: Notice): string {
  const path = `“${notice.path.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')}”`;
  switch (notice.kind) {
    case 'narrowed':
      return `${path} could be read by others on this computer; from now on only by you.`;
    case 'removed':
      return `${path} was removed: ${leftBy[notice.what]} that came to no end had left it there.`;
    case 'completed':
      return `${path} is a whole job now: it had been prepared, and only its name was missing.`;
  }
}

const leftBy = {
  export: 'an export',
  simulation: 'a simulation',
  preparation: 'a preparation',
  job: 'the deletion of a job',
} as const;
