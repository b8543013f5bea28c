import { basename } from 'node:path';
import type { EngineEvent } from '#contract/events.ts';
import type { Notice } from '#contract/notices.ts';

const pauseMs = 200;

/**
 * Hands notices to the window a few times a second at most (a first start after an update may narrow thousands of files), by
 * the names of the files: the page knows no path.
 */
export function noticeEvents(emit: (event: EngineEvent) => void): (notice: Notice) => void {
  let waiting: Notice[] = [];
  return (notice) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        const notices = waiting;
        waiting = [];
        emit({ kind: 'notices', notices });
      }, pauseMs).unref();
    }
    waiting.push({ ...notice, path: basename(notice.path) });
  };
}
