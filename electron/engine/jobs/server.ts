/** The window asks the same question before it offers to go on, so the answer is the contract's. */
export { sameServer, serverOf } from '#contract/url.ts';
