import { Virtualizer, type VirtualItem } from '@tanstack/virtual-core';

const nothing = (): void => undefined;

/** A row or column that is seen: its index, where it begins and how long it is, in px. */
export type SeenItem = Pick<VirtualItem, 'index' | 'start' | 'size'>;

export interface Seen {
  readonly count: number;
  /** Px of an item; another function means other sizes. */
  readonly sizeOf: (index: number) => number;
  /** Px before what is seen, and of what is seen. */
  readonly offset: number;
  readonly view: number;
}

/**
 * Which rows, or which columns, are seen of however many. The virtualizer is given the place instead of reading it from an
 * element: the scroll bar of a long list is not as long as the list.
 */
export class Axis {
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #sizeOf: Seen['sizeOf'] = () => 0;

  constructor(horizontal: boolean, overscan: number) {
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: 0, horizontal, overscan,
      estimateSize: this.#sizeOf,
      getScrollElement: () => null, scrollToFn: nothing, observeElementRect: nothing, observeElementOffset: nothing,
    });
  }

  seen({ count, sizeOf, offset, view }: Seen): readonly SeenItem[] {
    const virtualizer = this.#virtualizer;
    virtualizer.setOptions({ ...virtualizer.options, count, estimateSize: sizeOf });
    if (sizeOf !== this.#sizeOf) virtualizer.measure();
    this.#sizeOf = sizeOf;
    virtualizer.scrollRect = { width: view, height: view };
    virtualizer.scrollOffset = offset;
    return virtualizer.getVirtualItems();
  }

  /** Px of all items, as of the last `seen`. */
  get total(): number {
    return this.#virtualizer.getTotalSize();
  }
}
