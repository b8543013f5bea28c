/** Placeholder until the packing script exists. */
export function setup(): void {}
