export { calledErrorsWords, explain, explainPause, handedOverExplained, noteSentence, outcomeWords, replayedUnaskedWords, smallerWords, streamsWords, type Explanation } from '#contract/sentences.ts';
export { reasonSentence } from '#contract/rowErrors.ts';
