/** What stands around the items: a body is head + items, joined by a comma (JSON) or a line feed (XML), + tail. */
export interface BodyFrame {
  readonly head: Buffer;
  readonly tail: Buffer;
}
