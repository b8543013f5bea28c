import { describe, expect, it } from 'vitest';
import { explainPause } from '#contract/sentences.ts';
import { profiles, run } from '../../support/jobs.ts';
import { practiceJob } from '../../support/practiceJob.ts';

const here = practiceJob();
const { serve, job } = here;

describe('A run whose rows are refused', () => {
  const refused = { kind: 'reject-items', everyNth: 1, code: 404, text: 'Profile not found' } as const;
  const refuseAll = { rules: [refused] };

  it('pauses after the first 500 with the platform’s words and counts, and sends no more', async () => {
    await serve(refuseAll);
    job(profiles(20_000));
    const status = await run(here.file, { ...here.server, streams: 4 });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'rows-refused', code: 404, text: 'Profile not found' } });
    expect(status.counts.failed).toBeGreaterThanOrEqual(100);
    expect(status.counts.failed).toBeLessThanOrEqual(1_000);
    expect(status.counts).toMatchObject({ sending: 0, unknown: 0, accepted: 0 });
    expect(here.server.journal.requests().length).toBeLessThanOrEqual(10);
    const { what, meaning, action } = explainPause(status.pause!);
    expect(what).toMatch(/^All [\d,]+ rows answered last were refused by the platform, with: “Profile not found” \(code 404\)\.$/);
    expect(meaning).toContain('before all the others fare the same');
    expect(action).not.toBe('');
  });

  it('pauses at nine tenths for several reasons, and names the most frequent one', async () => {
    await serve({ rules: [
      { kind: 'reject-items', customIds: Array.from({ length: 60 }, (_, index) => 1 + index), code: 404, text: 'Profile not found' },
      { kind: 'reject-items', customIds: Array.from({ length: 36 }, (_, index) => 61 + index), code: 400, text: 'Unknown field' },
      { kind: 'reject-items', customIds: Array.from({ length: 4_700 }, (_, index) => 101 + index).filter((id) => id % 20 > 0), code: 404, text: 'Profile not found' },
    ] });
    job(profiles(5_000));
    const status = await run(here.file, { ...here.server, streams: 1, limits: { profiles: 500, bytes: 1_000_000 } });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'rows-refused', text: 'Profile not found', rows: { answered: 500 } } });
    expect(status.counts.notSent).toBe(4_500);
  });

  it('pauses when a whole later request is refused alike', async () => {
    await serve({ rules: [{ ...refused, from: 8 }] });
    job(profiles(2_000));
    const status = await run(here.file, { ...here.server, streams: 1 });
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'rows-refused', rows: { answered: 100, refused: 100 } }, counts: { accepted: 700, failed: 100, notSent: 1_200 } });
  });

  it('simply finishes where no row is left to be spared', async () => {
    await serve(refuseAll);
    job(profiles(600));
    const status = await run(here.file, { ...here.server, limits: { profiles: 600, bytes: 1_000_000 } });
    expect(status).toMatchObject({ state: 'finished', pause: null, counts: { failed: 600 } });
  });

  it('goes on by a resume that says so, and pauses again by one that does not, one request later', async () => {
    await serve(refuseAll);
    job(profiles(3_000));
    const limits = { profiles: 500, bytes: 1_000_000 };
    expect(await run(here.file, { ...here.server, streams: 1, limits })).toMatchObject({ counts: { failed: 500 } });
    expect(await run(here.file, { ...here.server, streams: 1, limits })).toMatchObject({ state: 'paused', pause: { reason: 'rows-refused' }, counts: { failed: 1_000 } });
    const last = await run(here.file, { ...here.server, streams: 1, limits, pauseWhenRefused: null });
    expect(last).toMatchObject({ state: 'finished', counts: { failed: 3_000 }, runSettings: { pauseWhenRefused: null } });
  });

  it('is not refused to its end in small pieces by interruptions: what was answered before them counts', async () => {
    await serve(refuseAll);
    job(profiles(5_000));
    let failed = 0;
    let reason: string | undefined;
    for (let piece = 0; piece < 20 && reason !== 'rows-refused'; piece += 1) {
      const stop = new AbortController();
      const status = await run(here.file, { ...here.server, streams: 1, limits: { profiles: 90, bytes: 1_000_000 }, stop: stop.signal, onProgress: ({ counts }) => { if (counts.failed > failed) stop.abort(); } });
      ({ failed } = status.counts);
      reason = status.pause?.reason;
    }
    expect(reason).toBe('rows-refused');
    expect(failed).toBeLessThanOrEqual(900);
  });
});
