/** One thing that was looked at, and what to do about it where it is not well. */
export interface Line {
  ok: boolean;
  /** Whether nobody answered the question: neither well nor a problem. `ok` is true then. */
  unknown?: true;
  what: string;
  says: string;
}

/** What an address answered, its body read as JSON, or the code of why it did not. */
export type Answer = { status: number; body: unknown } | { failure: string };

/** A line of something that is well. */
export const ok = (what: string, says: string): Line => ({ ok: true, what, says });

/** A line of something that is not well, with what to do. */
export const problem = (what: string, says: string): Line => ({ ok: false, what, says });

/** An address without a user and a password, which it may hold. */
export const shown = (url: string): string => new URL(url).origin;
