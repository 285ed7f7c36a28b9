/**
 * Runs once when the web server starts: the owner from the environment, the outbox sweeper, and what
 * the web server hands the engine's calls to (`scripts/web-server.mjs`).
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startBackground } = await import("@/lib/background");
  const { engineCalls } = await import("@/inngest/serve-node");
  Object.assign(globalThis, { __tliEngineCalls: engineCalls() });
  startBackground();
}
