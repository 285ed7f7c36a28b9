/** Runs once when the web server starts: the owner from the environment, and the outbox sweeper. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startBackground } = await import("@/lib/background");
  startBackground();
}
