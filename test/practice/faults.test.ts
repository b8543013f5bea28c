import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parseFaults, type FaultPlan, type PracticeOptions } from '../../electron/practice/index.ts';
import { FaultPicker } from '../../electron/practice/faults.ts';
import { answered, clients, practice, type Answer, type Practice } from './client.ts';

type Rule = NonNullable<FaultPlan['rules']>[number];

const faulty = (rule: Rule, options: PracticeOptions = {}): Promise<Practice> => practice({ ...options, faults: { rules: [rule] } });

/** The first request strikes the fault; its repeat tells what had become of it. */
async function firstAndRepeat(it: Practice): Promise<{ first: Awaited<ReturnType<Practice['batch']>>; repeat: Answer }> {
  const first = await it.batch(clients(1, 2, 3), { id: 'a' });
  return { first, repeat: await answered(it.batch(clients(1, 2, 3), { id: 'a' })) };
}

describe('faults that spoil the answer after the batch was applied', () => {
  it.each<[string, Rule, object]>([
    ['drop-after', { kind: 'drop-after', requests: [1] }, { broken: true, received: '' }],
    ['partial', { kind: 'partial', requests: [1] }, { broken: true, received: expect.stringMatching(/^\{"error":0,/) }],
    ['garbage', { kind: 'garbage', requests: [1] }, { status: 200, json: {} }],
    ['a status after processing', { kind: 'status', status: 500, processed: true, requests: [1] }, { status: 500 }],
    ['a page after processing', { kind: 'html', processed: true, requests: [1] }, { status: 502, text: expect.stringContaining('<html>') }],
  ])('%s', async (_name, rule, seen) => {
    await using it = await faulty(rule);
    const { first, repeat } = await firstAndRepeat(it);
    expect(first).toMatchObject(seen);
    expect(repeat).toMatchObject({ status: 200, headers: { 'duplicate-request': 'true' } });
    expect(repeat.json.result).toHaveLength(3);
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [2, 1], [3, 1]]);
    expect(it.server.journal.requests().map((one) => [one.outcome, one.fault])).toEqual([['processed', rule.kind], ['replayed', null]]);
  });
});

describe('faults that come before the batch is looked at', () => {
  it.each<[string, Rule, object]>([
    ['drop-before', { kind: 'drop-before', requests: [1] }, { broken: true, received: '' }],
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: 1, requests: [1] }, { status: 429, headers: { 'retry-after': '1' }, json: { error: 429 } }],
    ['429 without Retry-After', { kind: 'status', status: 429, requests: [1] }, { status: 429, json: { error: 429, error_text: 'Status 429' } }],
    ['503 with a date', { kind: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT', requests: [1] }, { headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } }],
    ['HTTP 200 with an error', { kind: 'status', status: 200, code: 500, text: 'busy', requests: [1] }, { status: 200, json: { error: 500, error_text: 'busy' } }],
    ['a plain text', { kind: 'status', status: 500, body: 'text', text: 'oh', requests: [1] }, { status: 500, text: 'oh' }],
    ['an empty body', { kind: 'status', status: 504, body: 'empty', requests: [1] }, { status: 504, text: '' }],
    ['a proxy’s page', { kind: 'html', status: 502, requests: [1] }, { status: 502, headers: { 'content-type': 'text/html' } }],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:9/', requests: [1] }, { status: 307, headers: { location: 'http://127.0.0.1:9/' } }],
    ['401', { kind: 'auth', status: 401, requests: [1] }, { status: 401, json: { error: 401, error_text: 'API token required' } }],
    ['402', { kind: 'auth', status: 402, requests: [1] }, { status: 402, json: { error: 402, error_text: 'Tariff limit reached' } }],
    ['403', { kind: 'auth', status: 403, requests: [1] }, { status: 403, json: { error: 403 } }],
    ['404', { kind: 'auth', status: 404, requests: [1] }, { status: 404, json: { error: 404 } }],
  ])('%s', async (_name, rule, seen) => {
    await using it = await faulty(rule);
    const { first, repeat } = await firstAndRepeat(it);
    expect(first).toMatchObject(seen);
    expect(repeat.status).toBe(200);
    expect(repeat.headers['duplicate-request']).toBeUndefined();
    expect(it.server.journal.summary()).toMatchObject({ faulted: 1, processed: 1, appliedMoreThanOnce: 0 });
  });
});

describe('faults in the result', () => {
  it.each<[string, Rule, readonly (number | null)[]]>([
    ['short-result', { kind: 'short-result', missing: 2, requests: [1] }, [0]],
    ['long-result', { kind: 'long-result', extra: 1, requests: [1] }, [0, 0, 0, 0]],
    ['missing-answer', { kind: 'missing-answer', positions: [1], requests: [1] }, [0, null, 0]],
  ])('%s: the batch is applied, a repeat gets the whole result', async (_name, rule, errors) => {
    await using it = await faulty(rule);
    const { first, repeat } = await firstAndRepeat(it);
    const result: (Answer['json']['result'][number] | null)[] = [...(first as Answer).json.result];
    expect(result.map((one) => (one === null ? null : one.error))).toEqual(errors);
    expect(repeat.json.result.map((one) => one.error)).toEqual([0, 0, 0]);
    expect(it.server.journal.summary()).toMatchObject({ itemsApplied: 3, appliedMoreThanOnce: 0 });
  });

  it('that are stored come again with a repeat', async () => {
    await using it = await faulty({ kind: 'short-result', missing: 2, stored: true, requests: [1] });
    expect((await firstAndRepeat(it)).repeat.json.result).toHaveLength(1);
  });

  it('refuse-batch refuses whatever holds one of its keys', async () => {
    await using it = await faulty({ kind: 'refuse-batch', customIds: [2, 700] });
    expect(await answered(it.batch(clients(1, 2)))).toMatchObject({ status: 400, json: { error: 400 } });
    expect((await answered(it.batch(clients(1, 3)))).status).toBe(200);
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [3, 1]]);
  });

  it('reject-items refuses its keys as often as it is told to', async () => {
    await using it = await faulty({ kind: 'reject-items', keys: [2], code: 503, text: 'try later', perKey: 1 });
    const first = (await answered(it.batch(clients(1, 2)))).json.result;
    expect(first.map((one) => [one.error, one.error_text])).toEqual([[0, 'Successful operation'], [503, 'try later']]);
    expect((await answered(it.batch(clients(2)))).json.result[0]!.error).toBe(0);
    expect([...it.server.journal.applied().entries()]).toEqual([[1, 1], [2, 1]]);
  });

  it('reject-items refuses every n-th profile', async () => {
    await using it = await faulty({ kind: 'reject-items', everyNth: 2 });
    expect((await answered(it.batch(clients(1, 2, 3, 4)))).json.result.map((one) => one.error)).toEqual([0, 500, 0, 500]);
  });
});

describe('faults in time', () => {
  it('hang answers when it is released', async () => {
    await using it = await faulty({ kind: 'hang', requests: [1] });
    const first = it.batch(clients(1), { id: 'a' });
    const repeat = await (async () => {
      while (it.server.journal.requests().length === 0) await it.call('databases/list', {});
      return answered(it.batch(clients(1), { id: 'a' }));
    })();
    expect(repeat.headers['duplicate-request']).toBe('true');
    expect(it.server.release()).toBe(1);
    expect((await answered(first)).json.result).toHaveLength(1);
  });

  it('hang ends with the server', async () => {
    const it = await faulty({ kind: 'hang', processed: false });
    const first = it.batch(clients(1));
    while (it.server.journal.requests().length === 0) await it.call('databases/list', {});
    await it.server.close();
    expect(await first).toMatchObject({ broken: true });
    expect(it.server.journal.summary().itemsApplied).toBe(0);
  });

  it('slow before: a server closed meanwhile has applied nothing', async () => {
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const it = await faulty({ kind: 'slow', ms: 60_000 }, { onRequest: () => arrive() });
    const first = it.batch(clients(1));
    await arrived;
    await it.server.close();
    expect(await first).toMatchObject({ broken: true });
    expect(it.server.journal.applied().size).toBe(0);
  });

  it('slow after: the batch is applied before the answer comes', async () => {
    await using it = await faulty({ kind: 'slow', ms: 100, when: 'after' });
    const first = it.batch(clients(1));
    while (it.server.journal.applied().size === 0) await it.call('databases/list', {});
    expect(it.server.journal.requests()).toHaveLength(0);
    expect((await answered(first)).status).toBe(200);
  });
});

describe('which requests a rule strikes', () => {
  const struck = (rule: Rule, upTo = 20): number[] => {
    const picker = new FaultPicker({ rules: [rule] });
    return Array.from({ length: upTo }, (_, index) => index + 1).filter((number) => picker.pick(number).answer !== null);
  };

  it.each<[object, number[]]>([
    [{ requests: [3, 7] }, [3, 7]],
    [{ every: 8 }, [8, 16]],
    [{ from: 18 }, [18, 19, 20]],
    [{ from: 5, count: 2 }, [5, 6]],
    [{ times: 2 }, [1, 2]],
    [{ every: 5, times: 1, from: 6 }, [10]],
    [{ probability: 0 }, []],
  ])('%j', (selectors, numbers) => {
    expect(struck({ kind: 'drop-after', ...selectors })).toEqual(numbers);
  });

  it('by probability: about that share, the same with every run, others with another seed', () => {
    const rule: Rule = { kind: 'drop-after', probability: 0.1, seed: 7 };
    const numbers = struck(rule, 10_000);
    expect(numbers.length).toBeGreaterThan(900);
    expect(numbers.length).toBeLessThan(1_100);
    expect(struck(rule, 10_000)).toEqual(numbers);
    expect(struck({ ...rule, seed: 8 }, 10_000)).not.toEqual(numbers);
  });

  it('the first rule that takes the answer’s place counts, and the others are not used up', () => {
    const picker = new FaultPicker({ rules: [{ kind: 'drop-after', requests: [1] }, { kind: 'html', times: 1 }, { kind: 'slow', ms: 1 }] });
    expect(picker.pick(1)).toMatchObject({ answer: { kind: 'drop-after' }, slow: [{ ms: 1 }] });
    expect(picker.pick(2)).toMatchObject({ answer: { kind: 'html' } });
    expect(picker.pick(3).answer).toBeNull();
  });
});

describe('a fault plan', () => {
  it('is checked with the path of what is wrong', () => {
    expect(parseFaults({ rules: [{ kind: 'slow', ms: 5 }] })).toMatchObject({ ok: true });
    expect(parseFaults({ rules: [{ kind: 'slow' }, { kind: 'drop-after', request: [1] }] })).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^rules\[0\]\.ms: /), expect.stringMatching(/^rules\[1\]: .*request/)],
    });
    expect(parseFaults({ rules: [{ kind: 'fire' }] })).toMatchObject({ ok: false });
    expect(parseFaults([])).toMatchObject({ ok: false, problems: [expect.stringMatching(/^faults: /)] });
  });

  it('can be set while the server runs; the numbering goes on', async () => {
    await using it = await practice();
    await it.batch(clients(1));
    it.server.setFaults({ rules: [{ kind: 'html', requests: [2] }] });
    expect((await answered(it.batch(clients(1)))).status).toBe(502);
    expect((await answered(it.batch(clients(1)))).status).toBe(200);
    expect(it.server.requests).toBe(3);
  });
});

it('a port that is taken is told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(practice({ port })).rejects.toThrow('EADDRINUSE');
  other.close();
});
