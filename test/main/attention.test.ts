import { describe, expect, it } from 'vitest';
import type { JobStatus, PauseReason } from '#contract/job.ts';
import { createAttention } from '../../electron/main/attention/attention.ts';
import { createBackground } from '../../electron/main/window/background.ts';
import { mayLeave } from '../../electron/main/window/mayLeave.ts';
import { placeOn } from '../../electron/main/window/placeOn.ts';

const zero = { read: 0, empty: 0, invalid: 0, duplicate: 0, unchanged: 0, hidden: 0, accepted: 0, failed: 0, unknown: 0, notSent: 0, sending: 0, ready: 0, readyWithWarnings: 0, withWarnings: 0 };

function status(state: JobStatus['state'], counts: Partial<JobStatus['counts']>, reason?: PauseReason, name = 'clients.xlsx'): JobStatus {
  const source = { name, bytes: 1, modified: '', sha256: '', sheet: '', headerRow: 1 };
  const pause = reason === undefined ? null : { reason, httpStatus: null, code: null, text: null, at: '' };
  const rest = { countsAddUp: true, round: 1, chunks: { total: 0, answered: 0, planned: 0, sending: 0, unsettled: 0 }, attempts: 1, replayed: 0, replayedUnasked: 0, calledErrors: 0, notes: [], runSettings: null, doubts: [], limitsOfCopy: null, request: null, server: null, handedOver: null, createdAt: '', live: null };
  return { state, pause, counts: { ...zero, ...counts }, source, ...rest };
}

function scene() {
  const said: string[] = [];
  const world = { isSeen: false, awake: 0, clicks: [] as (() => void)[], shown: [] as string[], rests: [] as boolean[] };
  const attention = createAttention({
    system: {
      showProgress: (done) => said.push(done === null ? 'no bar' : `bar ${done}`),
      setTitle: (title) => said.push(title),
      isSeen: () => world.isSeen,
      notify: ({ title, body }, onClick) => (said.push(`told: ${title} / ${body}`), void world.clicks.push(onClick)),
      keepAwake: () => ((world.awake += 1), () => (world.awake -= 1)),
    },
    show: (jobId) => world.shown.push(jobId),
    onRest: (isNeeded) => world.rests.push(isNeeded),
  });
  const hear = (jobId: string, one: JobStatus): readonly string[] => {
    said.length = 0;
    attention.hear({ kind: 'job', jobId, status: one });
    return [...said];
  };
  return { world, attention, hear, said };
}

describe('A run outside the window', () => {
  it('is told by the title and the bar while it goes on, by a notification when it has ended, and keeps the computer awake meanwhile', () => {
    const { world, hear } = scene();
    expect(hear('a', status('running', { ready: 60, sending: 20, accepted: 15, failed: 5 }))).toEqual(['20% – clients.xlsx – Profile Importer', 'bar 0.2']);
    expect(hear('a', status('running', { ready: 60, sending: 20, accepted: 15, failed: 5 }))).toEqual([]);
    expect(world.awake).toBe(1);
    expect(hear('b', status('running', { ready: 100 }, undefined, 'b.csv'))).toEqual(['10% – 2 jobs – Profile Importer', 'bar 0.1']);
    expect(hear('b', status('paused', { ready: 100, notSent: 100 }, 'asked', 'b.csv'))).toEqual(['20% – clients.xlsx – Profile Importer', 'bar 0.2']);
    expect(world.awake).toBe(1);
    expect(hear('a', status('finished', { accepted: 95, failed: 5 }))).toEqual(['Profile Importer', 'no bar', 'told: clients.xlsx: finished / 95 rows accepted · 5 failed']);
    expect([world.awake, world.rests]).toEqual([0, [false]]);
    world.clicks[0]?.();
    expect(world.shown).toEqual(['a']);
  });

  it.each([
    ['server', 'clients.xlsx: paused, it needs you'],
    ['token', 'clients.xlsx: paused, it needs you'],
    ['rows-refused', 'clients.xlsx: paused, it needs you'],
    ['trial', 'clients.xlsx: the trial has ended'],
  ] as const)('is told when it pauses for the reason %s', (reason, heading) => {
    const { world, hear } = scene();
    hear('a', status('running', { ready: 1 }));
    expect(hear('a', status('paused', { accepted: 1, notSent: 2 }, reason)).at(-1)).toBe(`told: ${heading} / 1 row accepted · 2 not sent`);
    expect(world.rests).toEqual([true]);
  });

  it.each(['asked', 'closed'] as const)('is not told when it was ended on purpose (%s), nor to somebody who looks at it', (reason) => {
    const { world, hear } = scene();
    hear('a', status('running', { ready: 1 }));
    expect(hear('a', status('paused', { notSent: 1 }, reason)).filter((one) => one.startsWith('told'))).toEqual([]);
    world.isSeen = true;
    hear('a', status('running', { ready: 1 }));
    expect(hear('a', status('finished', { accepted: 1 })).filter((one) => one.startsWith('told'))).toEqual([]);
  });

  it('is told when the engine died under it, and lets the computer sleep again', () => {
    const { world, attention, hear, said } = scene();
    hear('a', status('running', { ready: 2, notSent: 2 }));
    attention.hear({ kind: 'engine-restarted' });
    expect(said.at(-1)).toBe('told: clients.xlsx: paused, it needs you / 0 rows accepted · 2 not sent');
    expect([world.awake, world.rests]).toEqual([0, [true]]);
  });
});

describe('Jobs that go on without the window', () => {
  function hidden() {
    const acts: string[] = [];
    const window = { hide: () => acts.push('hide'), show: () => acts.push('show'), showInactive: () => acts.push('show inactive') };
    return { acts, background: createBackground(() => window, () => acts.push('quit')) };
  }

  it('are chosen when the window is closed, which stays closed until they have ended; then the program ends', async () => {
    const { acts, background } = hidden();
    const answer = (one: 'pause' | 'background' | 'stay') => mayLeave({ running: () => Promise.resolve(1), ask: () => Promise.resolve(one), goOn: () => background.goOn(), isForced: () => false });
    expect([await answer('stay'), await answer('background'), await answer('pause')]).toEqual([false, false, true]);
    expect(acts).toEqual(['hide']);
    background.rest(false);
    expect(acts).toEqual(['hide', 'quit']);
  });

  it('show the window when one of them needs somebody', () => {
    const { acts, background } = hidden();
    background.goOn();
    background.rest(true);
    expect(acts).toEqual(['hide', 'show inactive']);
  });

  it('do not end the program once the window was asked for again, nor where it never went', () => {
    const { acts, background } = hidden();
    background.rest(false);
    background.goOn();
    background.comeBack();
    background.rest(false);
    expect(acts).toEqual(['hide', 'show']);
  });
});

describe('The window is opened', () => {
  const screen = { x: 0, y: 0, width: 1_920, height: 1_040 };
  const beside = { x: 1_920, y: 0, width: 2_560, height: 1_400 };
  const kept = { x: 2_000, y: 100, width: 1_600, height: 900, maximized: false };

  it.each([
    ['at its place', kept, [screen, beside], kept],
    ['where the system puts it when its display is gone', kept, [screen], { width: 1_600, height: 900, maximized: false }],
    ['no larger than the display', { ...kept, width: 9_000, height: 9_000 }, [screen, beside], { ...kept, width: 2_560, height: 1_400 }],
    ['maximized as it was', { ...kept, maximized: true }, [screen, beside], { ...kept, maximized: true }],
    ['where its title can be taken hold of', { ...kept, y: -500 }, [screen, beside], { width: 1_600, height: 900, maximized: false }],
    ['of its usual size the first time', undefined, [screen], { width: 1_200, height: 820, maximized: false }],
    ['smaller the first time on a small display', undefined, [{ x: 0, y: 0, width: 1_024, height: 600 }], { width: 1_024, height: 600, maximized: false }],
  ] as const)('%s', (_, was, displays, place) => {
    expect(placeOn(was, displays)).toEqual(place);
  });
});
