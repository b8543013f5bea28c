/** How a run over a queue stands with its broker. */
export interface BrokerFigures {
  /** Requests with the broker, or perhaps, whose answers are awaited, and how many may be. */
  readonly unanswered: number;
  readonly mostUnanswered: number;
  /** Messages that wait in the queue of requests, whoever put them there, and in that of answers; null before they were counted. */
  readonly depths: { readonly requests: number; readonly answers: number } | null;
  /** The broker takes nothing for want of memory or disk: its own word why. */
  readonly blocked: string | null;
  /** Answers of others were met in the queue of answers. */
  readonly amongOthers: boolean;
}
