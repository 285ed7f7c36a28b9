import "server-only";
import { MASK } from "@/lib/secrets/mask";
import { isSensitiveHeader } from "@/lib/webhooks/rules";

/** Of a text, so many characters are looked through, and so many written. */
const READ_CHARACTERS = 16_384;
const MAX_CHARACTERS = 4_000;

/** Whether what is called so is never written, whatever it is; in any case and spelling. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replaceAll("_", "-");
  return (
    isSensitiveHeader(words) || isSensitiveHeader(words.replace(/s$/, "")) || NEVER.test(words)
  );
}

/** What others send and are sent may hold anything. */
const NEVER = /(?:headers|body|payload|cookies|dsn|otp|backup-?codes)$/i;

const replacements: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  // PostgreSQL repeats rows, keys and values.
  [/(Failing row contains) \(.*(?:\)|$)/gs, "$1 (…)"],
  [/(Key \([^)]*\))=\(.*?\)(?= |\.|$)/gs, "$1=(…)"],
  [/(invalid input (?:syntax|value) for [^:]{1,80}): ".*"/gs, "$1: (…)"],
  // V8 repeats what it could not parse.
  [/(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON/gs, "this is not valid JSON"],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s"'/]+@/gi, `$1${MASK}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  // As in a query, a cookie or a connection string.
  [
    /([\w.-]{1,64})=("[^"]*"|[^\s"'&;,)]+)/g,
    (all, name = "") => (isSecretName(name) ? `${name}=${MASK}` : all),
  ],
  // As in JSON, and as Node shows an object.
  [
    /([\w.-]{1,64})(["']?\s{0,4}:\s{0,4})(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g,
    (all, name = "", colon = "") => (isSecretName(name) ? `${name}${colon}"${MASK}"` : all),
  ],
  [/\bwhsec_[\w+/=-]{8,}/g, MASK],
  [/\bsignkey-[\w-]{8,}/g, MASK],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASK],
  // Our keys of the API, and the 256 bits of our links and inboxes.
  [/(?<![\w-])(?:tli_)?[\w-]{43}(?![\w-])/g, MASK],
];

/** A text as a log may have it: without what is known for a secret by its form or its name, and short. */
export function safeText(text: string): string {
  let safe = text.slice(0, READ_CHARACTERS);
  for (const [pattern, by] of replacements)
    safe = typeof by === "string" ? safe.replace(pattern, by) : safe.replace(pattern, by);
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS)}…` : safe;
}
