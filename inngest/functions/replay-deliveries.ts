import { engineEvents, inngest } from "@/inngest/client";
import { abandonReplay } from "@/lib/replays/abandon-replay";
import { sendBatch } from "@/lib/replays/send-batch";

type ReplayRequest = { replayId: string; round: string };

/** Batches of one run of the function: an engine limits the steps of a run. */
const BATCHES = 100;
/** A pause between batches, and where every target is busy. */
const PAUSE = "1s";
const BUSY_PAUSE = "5s";

/** The engine's steps that it takes. */
interface Steps {
  run(id: string, work: () => ReturnType<typeof sendBatch>): ReturnType<typeof sendBatch>;
  sleep(id: string, duration: string): Promise<void>;
  sendEvent(id: string, event: { id: string; name: string; data: ReplayRequest }): Promise<unknown>;
}

/**
 * `batch-1`, `pause-1`, `batch-2`, … until nothing waits. After a number of them a fresh run of the
 * function goes on.
 */
export async function workOff({ replayId, round }: ReplayRequest, step: Steps) {
  for (let n = 1; n <= BATCHES; n++) {
    const { taken, isOver } = await step.run(`batch-${n}`, () => sendBatch({ replayId }));
    if (isOver) return { isOver };
    await step.sleep(`pause-${n}`, taken > 0 ? PAUSE : BUSY_PAUSE);
  }
  const next = String(Number(round) + 1);
  await step.sendEvent("hand-on", {
    id: `${replayId}:${next}`,
    name: engineEvents.replayRequested,
    data: { replayId, round: next },
  });
  return { isOver: false };
}

/**
 * Works off a replay. The resends are those of `resend-webhook`; where the replay stands is in our
 * own tables, so a repeated step asks for nothing twice.
 */
export const replayDeliveries = inngest.createFunction(
  {
    id: "replay-deliveries",
    retries: 10,
    triggers: [{ event: engineEvents.replayRequested }],
    onFailure: async ({ event, step }) => {
      const { replayId } = event.data.event.data as ReplayRequest;
      await step.run("abandon-replay", () => abandonReplay({ replayId }));
    },
  },
  ({ event, step }) => workOff(event.data as ReplayRequest, step),
);
