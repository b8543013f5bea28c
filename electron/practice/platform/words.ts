/**
 * Codes and texts of the practice platform. Published by the manual are only 0 with "Successful operation" and the
 * meanings of 400 (incorrect request), 401 (API token required) and 402 (tariff limit reached); that a missing profile
 * is told with the words "profile not found" is known from the vendor's own sample code. EVERYTHING ELSE HERE, in
 * particular every code and text of a single item, is our invention: a client must show the server's words as they
 * come and may never decide by them. The classes of the texts (incorrect phone, incorrect date, incorrect ip, value
 * not in list) follow the messages of the platform's file import.
 */
export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export const SUCCESS_TEXT = 'Successful operation';

export const requestRefusals = {
  incorrect: (why: string): Refusal => ({ code: 400, text: `Incorrect request: ${why}` }),
  tokenRequired: { code: 401, text: 'API token required' },
  tokensDiffer: { code: 401, text: 'API token required: header and body carry different tokens' },
  tokenInUrl: { code: 401, text: 'API token required: a token in the URL is not accepted' },
  unknownToken: (code: number): Refusal => ({ code, text: 'No such token' }),
  tariff: { code: 402, text: 'Tariff limit reached' },
  noAccess: { code: 403, text: 'No access to the object' },
  fromElsewhere: { code: 403, text: 'Only from this machine, and not from a page' },
  noObject: (what: string): Refusal => ({ code: 404, text: `${what} not found` }),
  noMethod: { code: 404, text: 'Method not found' },
  postOnly: { code: 405, text: 'Only POST is accepted' },
  conflict: { code: 409, text: 'A request with this Request-ID is being processed' },
  tooLarge: { code: 413, text: 'Request body is too large' },
} as const;

export const itemRefusals = {
  notObject: { code: 400, text: 'incorrect profile data' },
  keyMissing: (member: string): Refusal => ({ code: 400, text: `match key is missing: ${member}` }),
  notFound: { code: 404, text: 'profile not found' },
  unknownField: (field: string): Refusal => ({ code: 400, text: `unknown field: ${field}` }),
  incorrect: (problem: string, field: string): Refusal => ({ code: 400, text: `${problem}: ${field}` }),
  emailTaken: { code: 409, text: 'email belongs to another profile' },
  subscription: (problem: string): Refusal => ({ code: 400, text: `invalid subscription: ${problem}` }),
} as const;
