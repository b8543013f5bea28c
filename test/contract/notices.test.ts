import { expect, it } from 'vitest';
import { noticeLines, type Notice } from '#contract/notices.ts';

const narrowed = (path: string): Notice => ({ kind: 'narrowed', path });

it('notices of many files are one line, of few a line each, and none is told twice', () => {
  expect(noticeLines(['a', 'b', 'c', 'd'].map(narrowed))).toEqual(['4 files could be read by others on this computer; from now on only by you.']);
  expect(noticeLines([narrowed('a'), narrowed('a'), { kind: 'completed', path: 'b' }])).toEqual([
    '“a” could be read by others on this computer; from now on only by you.',
    '“b” is a whole job now: it had been prepared, and only its name was missing.',
  ]);
});

it('a file’s name reaches nobody with what would turn the sentence round', () => {
  expect(noticeLines([narrowed('a\u202eb\u0007')])[0]).toContain('“a?b?”');
});

it('of a preparation that was killed the file in the making is named, not the job', () => {
  expect(noticeLines([{ kind: 'removed', path: '/a/kq.importjob', what: 'preparation' }])[0]).toContain('“/a/kq.importjob-new” was removed');
});
