/**
 * An attempt is reported together with what follows it: the end of the function, or its wait for the
 * next attempt. Nothing is done in between, and the attempt is in our own tables by then.
 */
export const attemptCheckpointing = { bufferedSteps: 2 };
