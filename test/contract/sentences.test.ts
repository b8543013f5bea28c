import { describe, expect, it } from 'vitest';
import { faultCodes, type FaultDetail } from '#contract/faults.ts';
import { pauseReasons, troubleCodes, type Pause, type StreamsReason, type Tuning } from '#contract/job.ts';
import { explain, explainPause, inOneLine, outcomeWords, smallerWords, streamsWords } from '#contract/sentences.ts';

const everyDetail: FaultDetail = {
  name: 'clients.xlsx', sheet: 'Profiles', sheets: ['One', 'Two'], column: 'C', columns: ['Email', '@D'], headerRow: 3, line: 17,
  problems: ['fields[0].type: wrong'], state: 'running', limit: 'rows', max: 1_048_576, url: 'http://example.com', host: 'example.com',
  server: 'other.example.com', reason: 'EACCES', text: 'No access', httpStatus: 403, code: 403, command: 'startJob', counts: '1 and 2',
};

function expectSentences(sentences: { what: string; meaning: string; action: string }): void {
  for (const sentence of [sentences.what, sentences.meaning, sentences.action]) {
    expect(sentence).toMatch(/^\S.*[.”]$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\s{2}|\.\./);
  }
}

function pause(change: Partial<Pause>): Pause {
  return { reason: 'asked', httpStatus: null, code: null, text: null, at: '2024-03-01T10:00:00Z', ...change };
}

describe('Explaining a fault', () => {
  it.each(faultCodes)('%s has three whole sentences, with and without details', (code) => {
    expectSentences(explain({ code, detail: {} }));
    expectSentences(explain({ code, detail: everyDetail }));
  });

  it('names the file, the sheet and the columns the fault knows of', () => {
    expect(explain({ code: 'source-encrypted', detail: { name: 'clients.xlsx' } }).what).toContain('“clients.xlsx”');
    const sheet = inOneLine(explain({ code: 'sheet-missing', detail: { name: 'clients.xlsx', sheet: 'Profiles', sheets: ['One', 'Two'] } }));
    expect(sheet).toContain('“Profiles”');
    expect(sheet).toContain('One, Two');
    expect(explain({ code: 'recipe-columns', detail: { columns: ['Client No', '@D'] } }).what).toContain('Client No, @D');
    const broken = explain({ code: 'csv-broken', detail: { name: 'a.csv', line: 17, reason: 'quote-open' } });
    expect(broken.what).toContain('quotation mark that opens a field in line 17 is never closed');
    expect(broken.what).not.toContain('quote-open');
    expect(broken.action).toContain('--quote none');
  });

  it('knows the file under either name that a fault gives it', () => {
    expect(explain({ code: 'source-damaged', detail: { file: 'clients.xlsx', reason: 'checksum' } }).what).toBe('The file “clients.xlsx” is damaged (checksum).');
    expect(explain({ code: 'job-busy', detail: { file: 'march.importjob' } }).what).toContain('“march.importjob”');
  });

  it('says which bound of the reader was hit', () => {
    const { what } = explain({ code: 'source-too-large', detail: { file: 'clients.xlsx', limit: 'columns', max: 16_384 } });
    expect(what).toContain('too many columns; at most 16384');
  });

  it('repeats the server’s own words with their numbers', () => {
    expect(explain({ code: 'server-refused', detail: { text: 'Token expired', httpStatus: 401, code: 401 } }).what).toContain(
      '“Token expired” (HTTP 401, code 401)',
    );
  });

  it('does not quote words or numbers the server never gave', () => {
    const { what } = explain({ code: 'server-refused', detail: { text: '', httpStatus: 0, code: 0 } });
    expect(what).toBe('The server refused the request.');
  });
});

describe('Explaining a pause', () => {
  it.each(pauseReasons)('%s has three whole sentences', (reason) => {
    expectSentences(explainPause(pause({ reason })));
    expectSentences(explainPause(pause({ reason, httpStatus: 403, code: 403, text: 'No access to database 7' })));
  });

  it('quotes what the server answered', () => {
    const { what } = explainPause(pause({ reason: 'rights', httpStatus: 403, code: 403, text: 'No access to database 7' }));
    expect(what).toContain('“No access to database 7” (HTTP 403, code 403)');
  });
});

describe('A pause of a job over a queue', () => {
  it.each(['error', 'interrupted', 'journal-lost'] as const)('%s promises no repeat, and over HTTP it does', (reason) => {
    const [queue, http] = ['amqps://broker.example api_req', 'https://altcraft.example'].map((server) => explainPause(pause({ reason }), server).meaning);
    expect(queue).toContain('None of them is sent again by itself: their answers are collected');
    expect(http).toContain('request ids');
  });
});

describe('Why a stream waits', () => {
  it('is said in words for the outcomes that make it wait', () => {
    expect(outcomeWords('throttled')).toBe('the server asked to wait');
    expect(outcomeWords('timed-out')).toBe('no answer came in time');
  });

  it('stays a sentence for an outcome it does not know', () => {
    expect(outcomeWords('constructor')).toBe('the last request did not succeed (constructor)');
  });
});

describe('How many streams a run uses', () => {
  const tuning = (limit: number, reason: StreamsReason, change: Partial<Tuning> = {}): Tuning => ({ limit, ceiling: 4, reason, smaller: null, ...change });

  it.each([
    [tuning(1, { code: 'as-set' }, { ceiling: 1 }), '1 of 1 stream: as set'],
    [tuning(1, { code: 'starting' }), '1 of 4 streams: more follow when answers are steady'],
    [tuning(3, { code: 'steady' }), '3 of 4 streams: answers are steady'],
    [tuning(2, { code: 'slowed', fromMs: 3_020, toMs: 9_480 }), '2 of 4 streams: answers slowed from 3 s to 9.5 s'],
    [tuning(2, { code: 'slowed', fromMs: 12, toMs: 69_800 }), '2 of 4 streams: answers slowed from 0.1 s to 70 s'],
    [tuning(2, { code: 'no-gain', fromMs: 3_000, toMs: 4_500 }), '2 of 4 streams: one more only slowed answers from 3 s to 4.5 s'],
    [tuning(1, { code: 'throttled', answer: 429 }), '1 of 4 streams: the server asked to wait (429)'],
    [tuning(2, { code: 'timed-out', answer: null }), '2 of 4 streams: no answer came in time'],
  ])('is said with its reason', (given, sentence) => {
    expect(streamsWords(given)).toBe(sentence);
  });

  it.each(troubleCodes)('%s is told in words', (code) => {
    expect(streamsWords(tuning(1, { code, answer: null }))).not.toMatch(/did not succeed|undefined|null/);
  });

  it('and why requests are smaller', () => {
    const smaller = { bytes: 1_500_000, tookMs: 70_200, allowedMs: 120_000 };
    expect(smallerWords(tuning(1, { code: 'starting' }))).toBeNull();
    expect(smallerWords(tuning(1, { code: 'starting' }, { smaller: { code: 'near-timeout', ...smaller } }))).toBe('requests made smaller: an answer took 70 s of the 120 s allowed');
    expect(smallerWords(tuning(1, { code: 'starting' }, { smaller: { code: 'timed-out', ...smaller } }))).toBe('requests made smaller: no answer came within 70 s');
  });
});
