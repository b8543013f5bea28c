export { explain, explainPause, outcomeWords, type Explanation } from '#contract/sentences.ts';
export { reasonSentence } from '#contract/rowErrors.ts';
