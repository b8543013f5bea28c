import { describe, expect, it } from 'vitest';
import { createQuit } from '../../electron/main/window/quit.ts';
import { mayLeave } from '../../electron/main/window/mayLeave.ts';
import { createSessionEnd } from '../../electron/main/window/sessionEnd.ts';

describe('The end of a session of the system', () => {
  it('pauses running jobs once, without a question, within the five seconds that Windows gives', async () => {
    const usual = { waitMs: 8_000, graceMs: 4_000 };
    const stops: number[] = [];
    let asked = 0;
    let ended = (): void => undefined;
    const over = new Promise<void>((resolve) => (ended = resolve));
    const session = createSessionEnd({ usual, quit: () => quit.beforeQuit({ preventDefault: () => undefined }) });
    const quit = createQuit({
      mayLeave: () => mayLeave({ running: () => Promise.resolve(1), ask: () => ((asked += 1), Promise.resolve('stay' as const)), goOn: () => undefined, isForced: session.isEnding }),
      stop: () => (stops.push(session.bounds().waitMs + session.bounds().graceMs), Promise.resolve()),
      quit: () => ended(),
    });
    expect(session.bounds()).toBe(usual);
    session.begin();
    session.begin();
    await over;
    expect([asked, stops.length]).toEqual([0, 1]);
    expect(stops[0]).toBeLessThan(5_000);
  });
});
