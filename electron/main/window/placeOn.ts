/** In pixels as the system counts them for windows, whatever its scale. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As it was kept: what it is when it is not maximized, and whether it was. */
export type KeptPlacement = Area & { readonly maximized: boolean };

export interface Placement {
  /** Left out where the system is to choose the place. */
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const smallest = { width: 800, height: 560 } as const;
const usual = { width: 1_200, height: 820, maximized: false } as const;

/** So much of the window must be on a display for somebody to take hold of it. */
const handle = { width: 120, height: 40 } as const;

/**
 * Where a window that was kept is to be opened on the displays that are there now: at its place where enough of its upper edge can be
 * seen, else where the system puts it, and never larger than the largest display. Pure.
 */
export function placeOn(kept: KeptPlacement | undefined, displays: readonly Area[]): Placement {
  const largest = displays.reduce((best, display) => (display.width * display.height > best.width * best.height ? display : best), displays[0] ?? { x: 0, y: 0, ...smallest });
  const fitted = ({ width, height }: { readonly width: number; readonly height: number }, room: Area): { readonly width: number; readonly height: number } => ({
    width: Math.max(smallest.width, Math.min(width, room.width)),
    height: Math.max(smallest.height, Math.min(height, room.height)),
  });
  if (kept === undefined) return { ...fitted(usual, largest), maximized: usual.maximized };
  const home = displays.find((display) => isInReach(kept, display));
  if (home === undefined) return { ...fitted(kept, largest), maximized: kept.maximized };
  return { x: kept.x, y: kept.y, ...fitted(kept, home), maximized: kept.maximized };
}

function isInReach({ x, y, width }: Area, display: Area): boolean {
  const across = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
  return across >= handle.width && y >= display.y && y + handle.height <= display.y + display.height;
}
