import { describe, expect, it, vi } from 'vitest';
import type { ExpiringJob } from '#contract/retention.ts';
import { createDeleteJob, createRetention } from '../../electron/main/retention.ts';
import type { Settings, SettingsChange } from '../../electron/main/settings.ts';

const day = 86_400_000;
const job = (jobId: string): ExpiringJob => ({ jobId, name: jobId, changedAt: '2026-01-01T00:00:00.000Z' });

function setUp(retentionDays: number | undefined) {
  const world = { now: Date.parse('2026-03-01T10:00:00Z'), resting: [job('a'), job('b')], kept: { retentionDays } as Partial<Settings>, deleted: [] as string[], asked: [] as unknown[] };
  const engine = {
    request: async (name: string, input: unknown) => {
      world.asked.push([name, input]);
      return world.resting as never;
    },
  };
  const start = () =>
    createRetention({
      engine,
      settings: {
        read: () => world.kept as Settings,
        change: (part: SettingsChange) => void (world.kept = Object.fromEntries(Object.entries({ ...world.kept, ...part }).filter(([, value]) => value !== null))),
      },
      deleteJob: async (jobId) => {
        if (jobId === 'busy') throw new Error('busy');
        world.deleted.push(jobId);
        world.resting = world.resting.filter((one) => one.jobId !== jobId);
      },
      now: () => world.now,
      onChange: () => undefined,
    });
  return { world, start };
}

describe('Finished jobs whose days are over', () => {
  it('stay where nobody has chosen otherwise', async () => {
    const { world, start } = setUp(undefined);
    await start().look();
    expect([world.asked, world.deleted, start().notice()]).toEqual([[], [], null]);
  });

  it('are told of first, and deleted by a look a day later, also after the program was started anew', async () => {
    const { world, start } = setUp(30);
    const first = start();
    await first.look();
    expect(world.asked).toEqual([['restingSince', { moment: world.now - 30 * day }]]);
    expect(first.notice()).toEqual({ jobs: world.resting, at: '2026-03-02T10:00:00.000Z' });
    world.now += day - 1;
    await first.look();
    expect(world.deleted).toEqual([]);
    world.now += 1;
    world.resting = [...world.resting, job('c')];
    const later = start();
    await later.look();
    // One that nobody was told of has its own day.
    expect([world.deleted, later.notice()]).toEqual([['a', 'b'], { jobs: [job('c')], at: '2026-03-03T10:00:00.000Z' }]);
  });

  it('can be put off, kept by turning it off, and deleted at once', async () => {
    const { world, start } = setUp(30);
    const retention = start();
    await retention.look();
    expect(retention.postpone()?.at).toBe('2026-03-08T10:00:00.000Z');
    world.now += 6 * day;
    await retention.look();
    expect(world.deleted).toEqual([]);
    world.kept = { retentionNotice: world.kept.retentionNotice };
    await retention.look();
    expect([retention.notice(), world.kept, world.deleted]).toEqual([null, {}, []]);
    world.kept = { retentionDays: 1 };
    await retention.look();
    await retention.deleteNow();
    expect([world.deleted, retention.notice()]).toEqual([['a', 'b'], null]);
  });

  it('that cannot be deleted now go with a later look', async () => {
    const { world, start } = setUp(30);
    world.resting = [job('busy'), job('a')];
    const retention = start();
    await retention.look();
    world.now += day;
    await retention.look();
    expect(world.deleted).toEqual(['a']);
  });
});

it('A job that is deleted takes its file out of those taken lately, unless another job has it', async () => {
  const drop = vi.fn();
  const source: { path: string | null } = { path: '/home/anna/clients.xlsx' };
  const deleteJob = createDeleteJob({ request: async (name: string) => (name === 'sourceOnlyOf' ? source : null) as never }, { drop }, '/nowhere');
  await deleteJob('j1');
  source.path = null;
  await deleteJob('j2');
  expect(drop.mock.calls).toEqual([['/home/anna/clients.xlsx']]);
});
