import { z } from "zod";

/**
 * The words of schemas that have none of their own, for people and callers alike. They follow the
 * name of a field, as in "limit: must be 1 or more". Set once, for every schema of this process.
 */

const TYPES: Readonly<Record<string, string>> = {
  string: "must be text",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  array: "must be a list",
  object: "must be an object",
  record: "must be an object",
  null: "must be null",
};

const FORMATS: Readonly<Record<string, string>> = {
  email: "must be an email address",
  url: "must be a URL",
  datetime: "must be a date and time such as 2026-01-31T12:00:00Z",
};

const list = (values: readonly unknown[]) => values.map(String).join(", ");
const counted = (count: unknown, noun: string) =>
  `${count} ${noun}${Number(count) === 1 ? "" : "s"}`;

function tooSmall(origin: string, minimum: unknown, inclusive: boolean): string {
  if (origin === "string" || origin === "array") {
    const noun = origin === "string" ? "character" : "item";
    if (Number(minimum) === 1)
      return origin === "string" ? "must not be empty" : "must have at least 1 item";
    return `must have at least ${counted(minimum, noun)}`;
  }
  return inclusive ? `must be ${minimum} or more` : `must be more than ${minimum}`;
}

function tooBig(origin: string, maximum: unknown, inclusive: boolean): string {
  if (origin === "string") return `must have at most ${counted(maximum, "character")}`;
  if (origin === "array") return `must have at most ${counted(maximum, "item")}`;
  // Beyond what a JSON number holds exactly; nobody needs to read the figure.
  if (maximum === Number.MAX_SAFE_INTEGER) return "is too large";
  return inclusive ? `must be ${maximum} or less` : `must be less than ${maximum}`;
}

/** What is wrong with a value, in plain words; undefined leaves the words to zod. */
export function zodWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code.startsWith("invalid_")) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? "has a value of the wrong kind";
    case "too_small":
      return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
    case "too_big":
      return tooBig(issue.origin, issue.maximum, issue.inclusive !== false);
    case "invalid_value":
      return issue.values.length === 1
        ? `must be ${list(issue.values)}`
        : `must be one of ${list(issue.values)}`;
    case "invalid_format":
      return FORMATS[issue.format] ?? "does not have the expected form";
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return "does not have any of the expected forms";
    case "unrecognized_keys":
      return `has unknown fields: ${list(issue.keys)}`;
    case "invalid_key":
      return "has a name that is not allowed";
    case "custom":
      return "is not valid";
    default:
      return undefined;
  }
}

z.config({ customError: zodWords });
