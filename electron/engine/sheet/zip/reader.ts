import yauzl from 'yauzl';
import type { PieceReader } from '../sourceFile.ts';

/**
 * Gives yauzl the bytes it asks for. Its own reader throws from inside a callback where a damaged directory names a
 * place beyond all files, which no caller can catch and which ends the process; here that is an error like any other.
 */
export class HandleReader extends yauzl.RandomAccessReader {
  readonly #handle: PieceReader;
  readonly #size: number;
  #fail: (error: unknown) => void = () => undefined;
  readonly #failure: Promise<never>;

  constructor(handle: PieceReader, size: number) {
    super();
    this.#handle = handle;
    this.#size = size;
    this.#failure = new Promise<never>((_, reject) => { this.#fail = reject; });
    this.#failure.catch(() => undefined);
  }

  /** The result of a step of yauzl's, or the error that was thrown inside one of its callbacks. */
  async guard<Result>(step: Promise<Result>): Promise<Result> {
    return Promise.race([step, this.#failure]);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!(position >= 0 && position + length <= this.#size)) {
      setImmediate(callback, new Error('place beyond the end of the file'));
      return;
    }
    this.#handle
      .read(buffer, offset, length, position)
      .then(({ bytesRead }) => { callback(null, bytesRead); }, callback)
      .catch(this.#fail);
  }

  /** The handle belongs to whoever opened it. */
  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
