import { describe, expect, it } from 'vitest';
import { ownAnswer } from '#contract/ownAnswers.ts';
import { outcomeOfAnswer, outcomeOfError, type Outcome } from '#engine/api/outcome.ts';
import { TransportError } from '#engine/api/transport.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Outcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return outcomeOfAnswer({ status, headers, body: Buffer.from(text) }, 2, now);
}

const ok = { error: 0, error_text: 'Successful operation', profile_id: 'abcdefghijklmnqrstuvwxyz' };
const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

describe('what an HTTP answer means', () => {
  it('a result as long as the request is an answer for every row', () => {
    const outcome = answer(200, { error: 0, error_text: 'Successful operation', result: [ok, { error: 404, error_text: 'profile not found' }] });
    expect(outcome).toMatchObject({
      kind: 'answered',
      results: [
        { code: 0, text: 'Successful operation', profileId: 'abcdefghijklmnqrstuvwxyz' },
        { code: 404, text: 'profile not found', profileId: null },
      ],
    });
  });

  it('row answers count even when the whole is called an error, since a partly failed batch may be', () => {
    expect(answer(200, { error: 400, error_text: 'some failed', result: [ok, { error: 1, error_text: 'x' }] }).kind).toBe('answered');
  });

  it('an entry that cannot be read leaves its own row without an answer', () => {
    expect(answer(200, { error: 0, result: [null, ok] })).toMatchObject({ kind: 'answered', results: [null, { code: 0 }] });
    expect(answer(200, { error: 0, result: [{ error_text: 'no code' }, ok] })).toMatchObject({ results: [null, { code: 0 }] });
  });

  it.each(['1e-400', '-1e-400', '4E-999', '0.1e-400', `0.${'0'.repeat(400)}1`])('a code of %s, which no double can hold, is a refusal and no success, in JSON and in XML', (code) => {
    const told = [answer(200, `{"error":0,"result":[{"error":${code}},{"error":0}]}`)];
    if (code.length < 20) told.push(answer(200, `<xml><error>0</error><result><error>${code}</error></result><result><error>0</error></result></xml>`));
    for (const outcome of told) expect(outcome).toMatchObject({ kind: 'answered', results: [{ code: null, text: expect.stringContaining('error 5e-324') }, { code: 0 }] });
    expect(answer(200, `{"error":${code},"result":[]}`).kind).not.toBe('answered');
  });

  it.each(['00', '-0', '000', '0.0', ' 0', '+0'])('a code of the text "%s" is no success: only "0" is', (code) => {
    expect(answer(200, { error: 0, result: [{ error: code }, { error: '0' }] })).toMatchObject({ results: [null, { code: 0 }] });
  });

  it.each(['0', '-0', '0.0', '0e5', '0E-400', '-0.000e-999'])('a code of %s is zero however it is written', (code) => {
    expect(answer(200, `{"error":0,"result":[{"error":${code}},{"error":0}]}`)).toMatchObject({ results: [{ code: 0 }, { code: 0 }] });
  });

  it.each([
    ['a result too short', { error: 0, result: [ok] }, 'answer-incomplete'],
    ['a result too long', { error: 0, result: [ok, ok, ok] }, 'answer-incomplete'],
    ['no result', { error: 0, error_text: 'Successful operation' }, 'answer-unreadable'],
    ['a page', html, 'answer-unreadable'],
    ['nothing', '', 'answer-unreadable'],
    ['an array', [], 'answer-unreadable'],
    ['half an answer', '{"error":0,"result":[{"error":0', 'answer-unreadable'],
  ])('%s under 200 leaves everything open', (_, body, because) => {
    expect(answer(200, body)).toMatchObject({ kind: 'later', because, mayHaveApplied: true });
  });

  it.each([
    [400, 'refused'],
    [422, 'refused'],
    [413, 'too-large'],
  ])('code %i halves the chunk, as HTTP status or in the body alike', (code, kind) => {
    const body = { error: code, error_text: 'words of the server' };
    expect(answer(code, body)).toMatchObject({ kind, text: 'words of the server', code });
    expect(answer(200, body)).toMatchObject({ kind, text: 'words of the server', code });
  });

  it.each([
    [401, 'token'],
    [402, 'limit'],
    [403, 'rights'],
    [404, 'address'],
    [405, 'refused'],
    [440, 'token'],
  ])('code %i stops the job, as HTTP status or in the body alike', (code, reason) => {
    const body = { error: code, error_text: 'words of the server' };
    expect(answer(code, body)).toMatchObject({ kind: 'stopped', reason, text: 'words of the server' });
    expect(answer(200, body)).toMatchObject({ kind: 'stopped', reason, text: 'words of the server' });
  });

  it.each([
    [408, true, false],
    [425, false, true],
    [429, false, true],
    [500, true, false],
    [502, true, false],
    [503, true, true],
    [504, true, false],
    [599, true, false],
  ])('status %i is tried again later', (status, mayHaveApplied, throttled) => {
    expect(answer(status, html)).toMatchObject({ kind: 'later', mayHaveApplied, throttled });
    expect(answer(status, { error: status, error_text: 'busy' })).toMatchObject({ kind: 'later', mayHaveApplied, throttled, text: 'busy' });
  });

  it.each([400, 413, 422])('an answer under %s that speaks of every profile is taken at its word for each', (status) => {
    const results = [ok, { error: 409, error_text: 'email belongs to another profile' }];
    expect(answer(status, { error: 0, result: results })).toMatchObject({ kind: 'answered', results: [{ code: 0 }, { code: 409 }] });
    expect(answer(status, { error: status, result: results.slice(1) }).kind).not.toBe('answered');
    expect(answer(status, { error: status, error_text: 'x', result: [] }).kind).not.toBe('answered');
  });

  it('a proxy’s page under 400 is not the platform’s judgement of the rows', () => {
    expect(answer(400, html)).toMatchObject({ kind: 'later', mayHaveApplied: true });
  });

  it('a page is told by its text without tags', () => {
    expect(answer(502, html).text).toBe('502 Bad Gateway 502 Bad Gateway');
  });

  it('a 413 from a proxy, which never speaks JSON, halves the chunk too', () => {
    expect(answer(413, html).kind).toBe('too-large');
  });

  it('a redirect stops the job and names the origin it led to, not its path', () => {
    const outcome = answer(302, '', { location: 'https://login.example.com/start?token=secret' });
    expect(outcome).toMatchObject({ kind: 'stopped', reason: 'address', text: ownAnswer({ why: 'redirected', to: 'https://login.example.com' }) });
  });

  it.each([['duplicate-request'], ['x-duplicate-request']])('%s tells that nothing was applied now', (header) => {
    expect(answer(200, { error: 0, result: [ok, ok] }, { [header]: 'true' }).replayed).toBe(true);
    expect(answer(200, { error: 0, result: [ok, ok] }).replayed).toBe(false);
  });

  it('Retry-After is read in seconds and as a date, and passed over when malformed', () => {
    expect(answer(429, {}, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7_000 });
    expect(answer(503, {}, { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' })).toMatchObject({ retryAfterMs: 30_000 });
    for (const bad of ['soon', '-5', '1e9', '7.5', '']) expect(answer(429, {}, { 'retry-after': bad })).toMatchObject({ retryAfterMs: null });
  });
});

describe('what a missing answer means', () => {
  it('a connection that was never made cannot have applied anything', () => {
    expect(outcomeOfError(new TransportError('refused', 'ECONNREFUSED'))).toMatchObject({ because: 'unreachable', mayHaveApplied: false });
  });

  it.each([
    ['network', 'connection-lost'],
    ['timeout', 'timed-out'],
    ['aborted', 'aborted'],
  ] as const)('%s leaves it open', (kind, because) => {
    expect(outcomeOfError(new TransportError(kind, 'X'))).toMatchObject({ kind: 'later', because, mayHaveApplied: true });
  });
});
