/**
 * What is taken for granted of the platform's queue though no manual says so, each in one place. The manual of the platform has
 * the names of both queues and the three members of a message; names, path and exchange can be set at the connection (contract/queueAddress.ts).
 */

/**
 * Doubt: that a message goes to the default exchange by the name of the queue follows from the manual's way of publishing one by hand
 * (Queues, api_req, Publish message); no exchange is named. The connection's `exchange` says otherwise.
 */
export const contentType = 'application/json';

/**
 * Doubt: over HTTP a repeated Request-ID within a day is answered from memory. Nothing says that a repeated `request_id` of a
 * message is; so nothing that the broker may hold is published again by itself.
 */
export const dropsRepeatedIds = false;

/**
 * Doubt: `body` of an answer is the API's answer as an object, by the manual's sample; an answer that carries it as a text of JSON
 * is read too, as programs that hand bytes on write it so.
 */
export const readsTextBodies = true;

/** Doubt: by the manual's sample an answer does not name what was called for; a message that does is a request, and is left alone wherever it is met. */
export const memberOfRequests = 'request';

/** Doubt: the manual speaks of JSON alone, so XML is never put into a message. */
export const bodyFormat = 'json';

/** At most so many messages, and bytes, of others are held in a pass over the answers; RabbitMQ holds what is unacknowledged in memory. */
export const mostOthersHeld = 1_000;
export const mostOtherBytesHeld = 64 * 1024 * 1024;
