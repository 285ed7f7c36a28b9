import { describe, expect, it } from "vitest";
import type { Replay } from "@/components/api";
import { endParts, filterWords, remainingMs, stateSentence } from "./words";

const CREATED = Date.parse("2026-05-01T10:00:00Z");
const none = { waiting: 0, sending: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };

const replay = (counts: Partial<Replay["counts"]>, change: Partial<Replay> = {}): Replay => ({
  id: "rpl_1",
  status: "running",
  filter: null,
  total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  perSecond: 20,
  createdBy: null,
  createdAt: new Date(CREATED).toISOString(),
  completedAt: null,
  counts: { ...none, ...counts },
  ...change,
});
const ended = { completedAt: new Date(CREATED).toISOString() };

describe("the time that a replay still takes", () => {
  it("goes by its rate at first, and by its own speed later", () => {
    expect(remainingMs(replay({ waiting: 100 }), CREATED + 1_000)).toBe(5_000);
    const slow = replay({ waiting: 90, sending: 10, succeeded: 100 });
    expect(remainingMs(slow, CREATED + 50_000)).toBe(50_000);
  });

  it("is never less than its rate allows, and unknown while nothing comes of it", () => {
    const fast = replay({ waiting: 100, skipped: 10_000 });
    expect(remainingMs(fast, CREATED + 10_000)).toBe(5_000);
    expect(remainingMs(replay({ waiting: 100 }), CREATED + 60_000)).toBeNull();
    expect(remainingMs(replay({ cancelled: 100 }, { status: "cancelled" }), CREATED)).toBeNull();
  });
});

describe("how a replay stands", () => {
  it.each([
    [replay({ waiting: 80, succeeded: 20 }), "20 of 100 done; about 4 s to go."],
    [replay({ succeeded: 2 }, { status: "completed", ...ended }), "Done."],
    [
      replay({ succeeded: 1_500, failed: 2 }, { status: "completed", ...ended }),
      "Done. 2 of 1,502 failed again.",
    ],
    [
      replay({ cancelled: 1, sending: 3 }, { status: "cancelled" }),
      "Cancelled. 3 still being sent; 1 delivery not sent.",
    ],
    [
      replay({ cancelled: 9, succeeded: 3 }, { status: "cancelled", ...ended }),
      "Cancelled; 9 deliveries not sent.",
    ],
  ])("is told in a sentence", (given, words) => {
    expect(stateSentence(given, CREATED + 1_000)).toBe(words);
  });
});

describe("which deliveries it is of", () => {
  it("is told by the words of the filters", () => {
    expect(filterWords(null)).toBe("Chosen one by one");
    expect(filterWords({})).toBe("All deliveries");
    expect(filterWords({ status: "failed", statusCode: 500, test: "false", q: "erp" })).toBe(
      "Failed · status code 500 · without tests · “erp”",
    );
    expect(filterWords({ since: "2026-05-01T10:00:00Z" })).toContain("since 1 May 2026");
    expect(filterWords({ colour: "red" })).toBe("colour red");
    const names = (id: string) => (id === "scn_1" ? "Order to ERP" : undefined);
    expect(filterWords({ scenarioId: "scn_1" }, names)).toBe("Order to ERP");
    expect(filterWords({ scenarioId: "scn_2" }, names)).toBe("scenario scn_2");
  });
});

describe("how a replay came out", () => {
  it("is told for each end that there was, with its reasons", () => {
    const counts = { ...none, succeeded: 1_500, skipped: 7, failed: 3 };
    const reasons = [
      { status: "skipped" as const, reason: "It was being sent when its turn came.", count: 5 },
      { status: "skipped" as const, reason: "It arrived meanwhile.", count: 1 },
    ];
    expect(endParts({ counts, reasons })).toEqual([
      { status: "succeeded", words: "1,500 arrived", reasons: [], untold: 0 },
      { status: "failed", words: "3 failed again", reasons: [], untold: 0 },
      { status: "skipped", words: "7 skipped", reasons, untold: 1 },
    ]);
  });

  it("why it was not sent is told where nobody has cancelled the replay", () => {
    const told = (reason: string) =>
      endParts({
        counts: { ...none, cancelled: 2 },
        reasons: [{ status: "cancelled", reason, count: 2 }],
      })[0];
    expect(told("The replay was cancelled before its turn came.")).toMatchObject({
      words: "2 not sent",
      reasons: [],
      untold: 0,
    });
    expect(told("The replay could not be carried on.")?.reasons).toHaveLength(1);
  });
});
