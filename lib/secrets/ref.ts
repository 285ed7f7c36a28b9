/** What a graph holds instead of a secret. Safe in the browser. */
export type SecretRef = { $secret: string };

/** Whether a value of a config stands for a stored secret. */
export function isSecretRef(value: unknown): value is SecretRef {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 1 &&
    typeof (value as { $secret?: unknown }).$secret === "string"
  );
}
