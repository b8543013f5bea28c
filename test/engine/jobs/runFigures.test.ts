import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSteps } from '#contract/runFigures.ts';
import { runFigures } from '#engine/jobs/runFigures.ts';
import type { TimedAttempt } from '#engine/store/attempts.ts';

const start = Date.parse('2026-11-01T10:00:00.000Z');
const iso = (ms: number): string => new Date(start + ms).toISOString();
const attempt = (from: number, to: number | null, profiles = 100, outcome: string | null = to === null ? null : 'answered', httpStatus: number | null = 200): TimedAttempt => ({ startedAt: iso(from), endedAt: to === null ? null : iso(to), outcome, httpStatus, code: null, replayed: 0, bytes: 10_000, profiles });
const sum = (rows: readonly { readonly rows: number }[]): number => rows.reduce((total, step) => total + step.rows, 0);

describe('the course of a run', () => {
  it('is nothing before the first request', () => {
    expect(runFigures([], start)).toBeNull();
  });

  it('spreads the rows of a request over the time that it took, and tells its longest answer', () => {
    const figures = runFigures([attempt(0, 4_000, 400), attempt(4_000, 6_000, 100)], start + 6_000);
    expect(figures).toMatchObject({ startedAt: start, stepMs: 1_000 });
    expect(figures?.steps.map(({ rows }) => rows)).toEqual([100, 100, 100, 100, 50, 50]);
    expect(figures?.steps.map(({ answerMs }) => answerMs)).toEqual([null, null, null, null, 4_000, 2_000]);
  });

  it('stands still where nothing was answered, up to now', () => {
    const figures = runFigures([attempt(0, 1_000), attempt(1_000, null)], start + 5_000);
    expect(figures?.steps.map(({ rows }) => rows)).toEqual([100, 0, 0, 0, 0]);
  });

  it('tells requests that have to be tried again, but not those that the operator cut off', () => {
    const figures = runFigures([attempt(0, 500, 100, 'later: throttled', 503), attempt(600, 1_500, 100, 'later: aborted', null), attempt(1_500, 2_500)], start + 2_500);
    expect(figures?.steps.map(({ trouble }) => trouble)).toEqual([{ because: 'throttled', httpStatus: 503 }, undefined, undefined]);
  });

  it('tells when and why the number of streams changed, worked out from the requests', () => {
    // The first answer allows the second stream; two streams are answered, then asked to slow down.
    const attempts = [attempt(0, 300), attempt(300, 600), attempt(301, 650), attempt(650, 900, 100, 'later: server-error', 503), attempt(651, 950, 100, 'later: server-error', 503), attempt(30_000, 30_300)];
    const at = (after: number): number => start + after;
    expect(runFigures(attempts, at(32_000), 3)?.changes).toEqual([
      { at: at(300), limit: 2, ceiling: 3, reason: { code: 'steady' } },
      { at: at(650), limit: 3, ceiling: 3, reason: { code: 'steady' } },
      { at: at(900), limit: 1, ceiling: 3, reason: { code: 'throttled', answer: 503 } },
    ]);
    expect(runFigures(attempts, at(32_000), 1)?.changes).toEqual([]);
    // As they are recorded: in the order in which they ended or not, and one that was cut off says nothing.
    expect(runFigures([attempt(0, 300), attempt(300, 600, 100, 'later: aborted', null), attempt(301, null)], at(700), 2)?.changes).toHaveLength(1);
  });

  it('is bounded however long a run takes and whatever its clock does, and loses no row', () => {
    const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 300_000_000 }), fc.integer({ min: -5_000, max: 600_000 }), fc.integer({ min: 1, max: 5_000 })), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(times, (all) => {
      const figures = runFigures(all.map(([from, took, profiles]) => attempt(from, from + took, profiles)), start)!;
      expect(figures.steps.length).toBeLessThanOrEqual(mostSteps);
      const rows = all.reduce((total, [, , profiles]) => total + profiles, 0);
      expect(Math.abs(sum(figures.steps) - rows)).toBeLessThan(figures.steps.length * 0.06 + 0.001);
    }), { seed: 20_261_128, numRuns: 200 });
  });
});
