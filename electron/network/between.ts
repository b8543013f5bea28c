/** As much of an answer as tells who has given it; names of headers in lower case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Statuses by which the platform speaks of tokens, rights and addresses, and those that only somebody in between has. */
const speaksForPlatform = new Set([401, 402, 403, 404, 405, 440, 451]);
/** A proxy that wants its login (RFC 9110, 15.5.8), a network that wants a sign-in (RFC 6585, 6): what they answer was not passed on. */
const neverPassedOn = new Set([407, 511]);
/** By which a network leads a browser to its sign-in; an API that has moved says 301, 307 or 308. */
const leadsAside = new Set([302, 303]);

/**
 * Whether somebody between here and the platform has answered in its place, a company's proxy or a network that wants a sign-in; `passedOn`:
 * the platform may have had the request all the same. Null where the platform itself may have answered: a page that says 403
 * would else be taken for its word about the token. Pure.
 * @param isReadable whether the answer could be read as one of the platform's, which are never pages
 * @param from where the request went, null where that is not known
 */
export function answeredBetween({ status, headers, body }: Answer, isReadable: boolean, from: string | null): { readonly passedOn: boolean } | null {
  if (isReadable) return null;
  if (neverPassedOn.has(status)) return { passedOn: false };
  if (leadsAside.has(status)) return leadsElsewhere(headers['location'], from) ? { passedOn: false } : null;
  return speaksForPlatform.has(status) && isPage(headers['content-type'] ?? '', body) ? { passedOn: true } : null;
}

/** Whether it is a page for a browser, which the platform never answers: a sign-in, or a box that says so with a status of success. */
export function isPageFor(answer: Pick<Answer, 'headers' | 'body'>): boolean {
  return isPage(answer.headers['content-type'] ?? '', answer.body);
}

function isPage(type: string, body: Uint8Array): boolean {
  if (body.byteLength === 0) return false;
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type) || /^\s*(?:<!doctype\s+html|<html|<head|<body)\b/i.test(Buffer.from(body.subarray(0, 200)).toString('utf8').replace(/^\uFEFF/, ''));
}

function leadsElsewhere(location: string | undefined, from: string | null): boolean {
  if (location === undefined || from === null || !URL.canParse(location, from)) return false;
  return new URL(location, from).origin !== new URL(from).origin;
}
