import { getOperation } from "@/lib/apps/registry";
import type { NodeConfig } from "@/lib/apps/types";

/**
 * Where a node sends its secrets to: scheme, host and port of its address; null while it has no
 * complete one. Safe in the browser.
 */
export function originOf(node: { operation: string; config: NodeConfig }): string | null {
  const field = urlFieldOf(node.operation);
  const url = node.config[field];
  if (typeof url !== "string" || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  return new URL(url).origin;
}

/** The field with the address that an operation sends to. */
export function urlFieldOf(operation: string): string {
  const fields = Object.entries(getOperation(operation)?.ui ?? {});
  return fields.find(([, { control }]) => control === "url")?.[0] ?? "webhookUrl";
}

/** What is said where a secret is not to be sent on to another address. */
export function movedMessage(from: string | null, to: string): string {
  return from === null
    ? `This was entered by somebody else before there was an address. Enter it again to send it to ${to}.`
    : `This was entered for ${from}. Enter it again to send it to ${to}, or put the address back.`;
}
