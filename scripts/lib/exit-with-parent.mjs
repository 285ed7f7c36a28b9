// Loaded with `--import`: ends this process when the one that started it is gone, however it went.
// The parent holds the other end of our stdin and never writes: its end of file is the news.
import { isMainThread } from "node:worker_threads";

const GRACE_MS = 8_000;

if (isMainThread) {
  // With the parent go the readers of our output; a write must not kill us before the clean end.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  process.stdin.on("error", () => {});
  process.stdin.once("close", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  process.stdin.resume();
  process.stdin.unref?.();
}
