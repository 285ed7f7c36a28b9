// @ts-check

/** A problem the operator can solve: its message is one sentence, shown without a stack. */
export class UserError extends Error {
  /** @param {string} message One sentence that names the thing and what to do. */
  constructor(message) {
    super(message);
    this.name = "UserError";
  }
}

/**
 * Prints a failure the way a command should: a sentence for a known one, a stack for a bug.
 * @param {unknown} error
 */
export function printFailure(error) {
  if (error instanceof UserError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
