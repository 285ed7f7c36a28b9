import { beforeEach, describe, expect, it, vi } from "vitest";
import { workOff } from "./replay-deliveries";

const { sendBatch } = vi.hoisted(() => ({ sendBatch: vi.fn() }));
vi.mock("@/lib/replays/send-batch", () => ({ sendBatch }));
vi.mock("@/lib/replays/abandon-replay", () => ({ abandonReplay: vi.fn() }));

beforeEach(() => sendBatch.mockReset());

/** Steps that are carried out at once, and what they were. */
function recorder() {
  const taken: string[] = [];
  const events: unknown[] = [];
  return {
    taken,
    events,
    steps: {
      run: (id: string, work: () => ReturnType<typeof sendBatch>) => {
        taken.push(id);
        return work();
      },
      sleep: async (id: string, duration: string) => void taken.push(`${id} ${duration}`),
      sendEvent: async (_: string, event: object) => events.push(event),
    },
  };
}

const request = { replayId: "rpl_1", round: "3" };

describe("a replay that is worked off", () => {
  it("asks batch by batch until nothing waits, and longer apart while every target is busy", async () => {
    sendBatch
      .mockResolvedValueOnce({ taken: 20, isOver: false })
      .mockResolvedValueOnce({ taken: 0, isOver: false })
      .mockResolvedValueOnce({ taken: 4, isOver: true });
    const { steps, taken, events } = recorder();
    expect(await workOff(request, steps)).toEqual({ isOver: true });
    expect(taken).toEqual(["batch-1", "pause-1 1s", "batch-2", "pause-2 5s", "batch-3"]);
    expect(sendBatch).toHaveBeenCalledWith({ replayId: "rpl_1" });
    expect(events).toEqual([]);
  });

  it("hands on to a run of its own before it has too many steps, under an id that is taken once", async () => {
    sendBatch.mockResolvedValue({ taken: 20, isOver: false });
    const { steps, taken, events } = recorder();
    expect(await workOff(request, steps)).toEqual({ isOver: false });
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length).toBeLessThan(1_000);
    expect(events).toEqual([
      { id: "rpl_1:4", name: "webhook/replay.requested", data: { replayId: "rpl_1", round: "4" } },
    ]);
  });
});
