export { explain, explainPause, outcomeWords, replayedUnaskedWords, type Explanation } from '#contract/sentences.ts';
export { reasonSentence } from '#contract/rowErrors.ts';
