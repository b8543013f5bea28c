import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultPicker, type AnswerRule, type Strike } from '../faults.ts';
import { headerText, readBody, sendHalf, sendReply } from './http.ts';
import type { RequestRecord } from '../journal.ts';
import type { PracticeOptions } from '../options.ts';
import { requestRefusals, type Refusal } from '../platform/words.ts';
import { htmlReply, jsonReply, refusalReply, type Reply } from './reply.ts';
import { comesBefore, mediaType, settleBatch, type BatchWorld, type Settled } from './updateBatch.ts';
import { inXml } from './xml.ts';

/** One update_batch request from its first byte to its last, with the faults that strike it. */
export class BatchExchange {
  readonly #world: BatchWorld;
  readonly #onRequest: PracticeOptions['onRequest'];
  readonly #onSettled: (record: RequestRecord) => void;
  readonly #hanging = new Set<() => void>();
  #picker: FaultPicker;
  /** Batch requests seen so far. */
  requests = 0;

  constructor(world: BatchWorld, hooks: { onRequest: PracticeOptions['onRequest']; onSettled: (record: RequestRecord) => void }) {
    this.#world = world;
    this.#onRequest = hooks.onRequest;
    this.#onSettled = hooks.onSettled;
    this.#picker = new FaultPicker(world.settings.faults);
  }

  setFaults(picker: FaultPicker): void {
    this.#picker = picker;
    this.#world.rejections.clear();
  }

  /** Lets every request that a `hang` rule holds be answered; gives their number. */
  release(): number {
    const held = [...this.#hanging];
    this.#hanging.clear();
    for (const answer of held) answer();
    return held.length;
  }

  async handle(request: IncomingMessage, response: ServerResponse, tokenInUrl: boolean): Promise<void> {
    const { journal, settings } = this.#world;
    const number = ++this.requests;
    const concurrent = journal.enter();
    const asked = mediaType(request.headers) === 'application/xml' && settings.answerForm === 'as-request';
    const way = wayOut(response, asked ? inXml : (reply) => reply, () => journal.leave());
    const strike = this.#picker.pick(number);
    const requestId = this.#requestId(request);
    const reading = await readBody(request, settings.maxBytes);
    const head = { number, requestId, concurrent, bytes: reading.kind === 'complete' ? reading.body.length : reading.bytes };
    if (reading.kind === 'aborted') {
      this.#record(head, { ...nothing, outcome: 'aborted' }, null);
      return;
    }
    if (tokenInUrl) journal.count('tokenInUrl');
    await this.#answer(way, head, strike, async () =>
      reading.kind === 'too-large'
        ? this.#tooLarge()
        : settleBatch({ headers: request.headers, tokenInUrl, body: reading.body, requestId }, strike, this.#world),
    );
  }

  /** The same for a message of the queue. `way` gets no second answer; with `repeats` a known id is answered from memory, as over HTTP. */
  async take({ requestId, bytes, body, repeats }: QueuedRequest, way: WayOut): Promise<void> {
    const { journal, settings } = this.#world;
    const number = ++this.requests;
    const concurrent = journal.enter();
    if (requestId === null) journal.count('withoutRequestId');
    const head = { number, requestId, concurrent, bytes: bytes.length };
    const left = leaving(way, () => journal.leave());
    const strike = this.#picker.pick(number);
    await this.#answer(left, head, strike, async () => {
      if ('refusal' in body) return refusedAsWhole(body.refusal);
      if (bytes.length > settings.maxBytes) return refusedAsWhole(requestRefusals.tooLarge);
      return settleBatch({ headers: {}, tokenInUrl: false, body: bytes, read: body.value, requestId: repeats ? requestId : null }, strike, this.#world);
    });
  }

  async #answer(way: WayOut, head: Head, strike: Strike, settle: () => Promise<Settled>): Promise<void> {
    this.#onRequest?.({ number: head.number, requestId: head.requestId, bytes: head.bytes });
    if (strike.answer !== null && comesBefore(strike.answer)) {
      this.#record(head, { ...nothing, outcome: 'faulted' }, strike.answer);
      this.#spoil(way, strike.answer, null);
      return;
    }
    const settled = await settle();
    for (const rule of strike.slow) if (rule.when === 'after') await this.#world.pause(rule.ms);
    this.#record(head, settled, strike.answer ?? firstOther(strike));
    if (strike.answer === null) way.send(settled.reply);
    else this.#spoil(way, strike.answer, settled.reply);
  }

  /** `Request-ID` (current manual), else `X-Request-ID` (older one). */
  #requestId(request: IncomingMessage): string | null {
    const current = headerText(request.headers['request-id']);
    const older = headerText(request.headers['x-request-id']);
    if (current === null && older === null) this.#world.journal.count('withoutRequestId');
    if (current !== null && older !== null && current !== older) this.#world.journal.count('idHeadersDiffer');
    return current ?? older;
  }

  #tooLarge(): Settled {
    const refusal: Refusal = requestRefusals.tooLarge;
    const reply = this.#world.settings.oversize === 'html' ? htmlReply(413, 'Request Entity Too Large') : refusalReply(refusal, 'paired');
    return { ...nothing, reply, outcome: 'refused', code: refusal.code };
  }

  /** @param reply what the platform would have answered; null where it has not seen the request */
  #spoil(way: WayOut, rule: AnswerRule, reply: Reply | null): void {
    switch (rule.kind) {
      case 'drop-before':
      case 'drop-after':
        way.cut();
        return;
      case 'partial':
        if (reply !== null) way.half(reply);
        return;
      case 'hang':
        this.#hanging.add(() => way.send(reply ?? htmlReply(504, 'Gateway Time-out')));
        return;
      default:
        way.send(spoiltReply(rule));
    }
  }

  #record(head: Head, settled: Omit<Settled, 'reply'>, fault: { kind: string } | null): void {
    const { outcome, code, profiles, accepted, failed } = settled;
    const record = { ...head, profiles, accepted, failed, outcome, code, replayed: outcome === 'replayed', fault: fault?.kind ?? null };
    this.#world.journal.record(record);
    this.#onSettled(record);
  }
}

type Head = Pick<RequestRecord, 'number' | 'requestId' | 'concurrent' | 'bytes'>;

/** A message of the queue as it was read. */
export interface QueuedRequest {
  readonly requestId: string | null;
  /** Of the whole message. */
  readonly bytes: Buffer;
  readonly body: { readonly value: object } | { readonly refusal: Refusal };
  readonly repeats: boolean;
}

/** The ways a request can end. */
export interface WayOut {
  send(reply: Reply): void;
  half(reply: Reply): void;
  cut(): void;
}

/** Says once, before the end, that the request has left. */
function leaving(way: WayOut, leave: () => void): WayOut {
  let left = false;
  const after = (act: () => void): void => {
    if (!left) leave();
    left = true;
    act();
  };
  return { send: (reply) => after(() => way.send(reply)), half: (reply) => after(() => way.half(reply)), cut: () => after(() => way.cut()) };
}

function refusedAsWhole(refusal: Refusal): Settled {
  return { ...nothing, reply: refusalReply(refusal, 'paired'), outcome: 'refused', code: refusal.code };
}

/**
 * The ways a request over HTTP can end; `form` writes an answer as it goes out. `leave` is called once, before the answer goes out: told only afterwards, a client that
 * is quick to send its next request would seem to have had one more in flight than it had.
 */
function wayOut(response: ServerResponse, form: (reply: Reply) => Reply, leave: () => void): WayOut {
  let left = false;
  const leaveOnce = (): void => {
    if (!left) leave();
    left = true;
  };
  response.on('close', leaveOnce);
  return {
    send: (reply) => {
      leaveOnce();
      sendReply(response, form(reply));
    },
    half: (reply) => {
      leaveOnce();
      sendHalf(response, form(reply));
    },
    cut: () => {
      leaveOnce();
      response.destroy();
    },
  };
}

const nothing = { code: null, profiles: 0, accepted: 0, failed: 0 } as const;

function firstOther(strike: Strike): { kind: string } | null {
  return strike.damage[0] ?? strike.refuse[0] ?? strike.reject[0] ?? strike.slow[0] ?? null;
}

const authRefusals: Readonly<Record<401 | 402 | 403 | 404, Refusal>> = {
  401: requestRefusals.tokenRequired,
  402: requestRefusals.tariff,
  403: requestRefusals.noAccess,
  404: requestRefusals.noObject('Database'),
};

function spoiltReply(rule: Exclude<AnswerRule, { kind: 'drop-before' | 'drop-after' | 'partial' | 'hang' }>): Reply {
  switch (rule.kind) {
    case 'auth':
      return refusalReply(authRefusals[rule.status], 'paired');
    case 'html':
      return htmlReply(rule.status, 'Bad Gateway');
    case 'garbage':
      return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: '{"error":0,"error_text":"Succ\u0000' };
    case 'redirect':
      return { status: rule.status, headers: { Location: rule.location }, body: '' };
    case 'status': {
      const reply = statusBody(rule.status, rule.body, { code: rule.code ?? rule.status, text: rule.text ?? `Status ${rule.status}` });
      if (rule.retryAfter === undefined) return reply;
      return { ...reply, headers: { ...reply.headers, 'Retry-After': String(rule.retryAfter) } };
    }
  }
}

function statusBody(status: number, form: 'json' | 'html' | 'text' | 'empty', { code, text }: Refusal): Reply {
  switch (form) {
    case 'json':
      return jsonReply(status, { error: code, error_text: text });
    case 'html':
      return htmlReply(status, text);
    case 'text':
      return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text };
    case 'empty':
      return { status, headers: {}, body: '' };
  }
}
