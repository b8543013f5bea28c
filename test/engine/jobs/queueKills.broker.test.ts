import { expect, it } from 'vitest';
import { sharedBroker, trialQueues } from '../../support/broker.ts';
import { temporaryFolder } from '../../support/jobs.ts';
import { queueLane } from '../../support/kills/queueLane.ts';
import { generator } from '../../support/random.ts';

/** In the long form, with kills of the broker too: `node build/scripts/queue-kills.ts`. */
it('loses nothing and applies nothing twice over a real broker while program and platform are killed', async () => {
  const place = await sharedBroker();
  const queues = await trialQueues(place);
  const folder = temporaryFolder();
  try {
    const { requests, answers } = queues.access;
    const figures = await queueLane({ folder: folder.path, random: generator(7), kills: 3, rows: 1_000, place, requests, answers, withBroker: false });
    expect(figures).toMatchObject({ lost: 0, doubled: 0, problems: [] });
    expect(figures.kills.sender + figures.kills.platform).toBe(3);
  } finally {
    folder.remove();
    await queues.close();
  }
});
