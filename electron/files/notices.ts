import type { Notice } from '#contract/notices.ts';

/** Whoever speaks to a person listens; until then nothing is said. */
let listener: (notice: Notice) => void = () => undefined;

/** All notices from now on go here; one listener a process. */
export function listenToNotices(listen: (notice: Notice) => void): void {
  listener = listen;
}

export function notify(notice: Notice): void {
  listener(notice);
}
